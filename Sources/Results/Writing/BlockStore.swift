import GRDB
import Metrics
import SimulationKernel

/// Stores the blocks of an experiment's runs as rows of the database, on the storing thread.
final class BlockStore {
  let database: Database
  let experiment: Int64
  /// Row IDs of the runs, in their order.
  let runs: [Int64]
  var names: NameRegister
  /// By run: the database's IDs of series, journeys and services, by the run's own numbers for
  /// them.
  private var seriesIDs: [[Int64]]
  private var journeyIDs: [[Int64]]
  private var serviceIDs: [[Int64]]
  private var stretches: [SampleStretches]
  private var heldStretches: HeldRows<SampleStretches.Stretch>
  private var heldJourneys: HeldRows<JourneySecond>
  private var heldServices: HeldRows<ServiceSecond>
  private var heldSpans: HeldSpans
  let incidents: IncidentRows
  let recoveries: RecoveryRows
  let histogram: RowInserter
  let window: RowInserter
  let note: RowInserter

  init(_ database: Database, experiment: Int64, runs: [Int64]) throws {
    self.database = database
    self.experiment = experiment
    self.runs = runs
    names = try NameRegister(database, experiment: experiment)
    seriesIDs = runs.map { _ in [] }
    journeyIDs = seriesIDs
    serviceIDs = seriesIDs
    stretches = runs.map { _ in SampleStretches() }
    heldStretches = try HeldRows(database, into: "stretch", columns: 6)
    heldJourneys = try HeldRows(database, into: "journey_second", columns: 10)
    heldServices = try HeldRows(database, into: "service_second", columns: 7)
    heldSpans = try HeldSpans(database)
    incidents = try IncidentRows(database)
    recoveries = try RecoveryRows(database)
    histogram = try RowInserter(
      database, into: "histogram", columns: 7, verb: "INSERT OR REPLACE INTO")
    window = try RowInserter(
      database, into: "trend_window", columns: 8, verb: "INSERT OR REPLACE INTO")
    note = try RowInserter(database, into: "note", columns: 4, verb: "INSERT OR IGNORE INTO")
  }

  /// Stores a block of a run, given by the run's index; rows of frequent kinds wait for
  /// `storeHeld`.
  func store(_ block: RunBlock, of run: Int) throws {
    let id = runs[run]
    switch block {
    case .names(let journeys, let services):
      journeyIDs[run] = try journeys.map { try names.id(ofJourney: $0) }
      serviceIDs[run] = try services.map { try names.id(of: $0) }
    case .series(let definitions): try add(definitions, of: run)
    case .samples(let time, let samples):
      try stretches[run].take(samples, at: time.nanoseconds / 1_000_000) { try hold($0, of: run) }
    case .journeySeconds(let time, let rows): hold(rows, at: time, of: run)
    case .serviceSeconds(let time, let rows): hold(rows, at: time, of: run)
    case .clusterEvents(let rows): try incidents.store(rows, of: id)
    case .conditions(let rows): try incidents.store(rows, of: id)
    case .changes(let rows): try incidents.store(rows, of: id)
    case .faults(let rows): try incidents.store(rows, of: id)
    case .failovers(let rows): try incidents.store(rows, of: id)
    case .quorums(let rows): try incidents.store(rows, of: id)
    case .backups(let rows): try recoveries.store(rows, of: id)
    case .inconsistencies(let rows): try recoveries.store(rows, of: id)
    case .spans(let rows): heldSpans.add(rows, id)
    case .systems(let rows): try incidents.store(rows, of: id)
    case .histogram(let row): try store(row, of: id)
    case .windows(let rows): try store(rows, of: id)
    case .notes(let notes): try store(notes)
    case .finished(let summary):
      try stretches[run].endAll { try hold($0, of: run) }
      try store(summary, of: id)
    }
  }

  private func add(_ definitions: [SeriesDefinition], of run: Int) throws {
    for definition in definitions {
      precondition(
        Int(definition.id) == seriesIDs[run].count, "a run numbers its series densely from zero")
      seriesIDs[run].append(try names.id(of: definition))
    }
  }

  /// Stores the rows that were held for the end of the transaction.
  func storeHeld() throws {
    try names.storeHeld()
    try storeStretches()
    try heldJourneys.store { row, inserter in
      inserter.bind(row.started).bind(row.finished).bind(row.dropped).bind(row.requests)
        .bind(row.failedRequests).bind(row.durationSumNanoseconds / 1_000).bind(row.active)
    }
    try heldServices.store { row, inserter in
      inserter.bind(row.requests).bind(row.errors).bind(row.durationSumNanoseconds / 1_000)
        .bind(row.inFlight)
    }
    try heldSpans.store()
  }

  /// Ends all stretches of samples that are still open, so that `storeHeld` stores them.
  func endStretches() throws {
    for run in runs.indices { try stretches[run].endAll { try hold($0, of: run) } }
  }

  /// Holds a stretch: those of a constant platform end at one scrape, too many to wait for the
  /// transaction's end.
  private func hold(_ ended: SampleStretches.Stretch, of run: Int) throws {
    heldStretches.add(ended, runs[run], ended.last, seriesIDs[run][Int(ended.series)])
    if heldStretches.isFull { try storeStretches() }
  }

  private func storeStretches() throws {
    try heldStretches.store { row, inserter in
      inserter.bind(row.first).bind(Int64(row.interval)).bind(row.value)
    }
  }

  private func hold(_ rows: [JourneySecond], at time: SimTime, of run: Int) {
    let second = secondEnding(at: time)
    for row in rows where row.isWorthStoring {
      heldJourneys.add(row, runs[run], second, journeyIDs[run][Int(row.journey)])
    }
  }

  private func hold(_ rows: [ServiceSecond], at time: SimTime, of run: Int) {
    let second = secondEnding(at: time)
    for row in rows where row.requests > 0 || row.inFlight > 0 {
      heldServices.add(row, runs[run], second, serviceIDs[run][Int(row.service)])
    }
  }

  /// The number of the second that ends at a time; the last of a run may be cut short.
  private func secondEnding(at time: SimTime) -> Int64 {
    (time.nanoseconds + 999_999_999) / 1_000_000_000
  }
}

extension JourneySecond {
  /// Whether anything happened.
  fileprivate var isWorthStoring: Bool {
    started > 0 || finished > 0 || dropped > 0 || requests > 0 || active > 0
  }
}
