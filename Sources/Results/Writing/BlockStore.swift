import GRDB
import Metrics
import SimulationKernel

/// Turns blocks into rows; lives on the storing thread.
final class BlockStore {
  let database: Database
  let experiment: Int64
  /// Row IDs of the runs, in their order.
  let runs: [Int64]
  var names: NameRegister
  /// IDs of each run's series, journeys and services by the run's own numbers.
  private var seriesIDs: [[Int64]]
  private var journeyIDs: [[Int64]]
  private var serviceIDs: [[Int64]]
  private var stretches: [SampleStretches]
  private let stretch: BulkInserter
  private let journeySecond: BulkInserter
  private let serviceSecond: BulkInserter
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
    stretch = try BulkInserter(database, into: "stretch", columns: 6)
    journeySecond = try BulkInserter(database, into: "journey_second", columns: 10)
    serviceSecond = try BulkInserter(database, into: "service_second", columns: 7)
    incidents = try IncidentRows(database)
    recoveries = try RecoveryRows(database)
    histogram = try RowInserter(
      database, into: "histogram", columns: 7, verb: "INSERT OR REPLACE INTO")
    window = try RowInserter(
      database, into: "trend_window", columns: 8, verb: "INSERT OR REPLACE INTO")
    note = try RowInserter(database, into: "note", columns: 4, verb: "INSERT OR IGNORE INTO")
  }

  /// Stores a block of the run with an index.
  func store(_ block: RunBlock, of run: Int) throws {
    let id = runs[run]
    switch block {
    case .names(let journeys, let services):
      journeyIDs[run] = try journeys.map { try names.id(ofJourney: $0) }
      serviceIDs[run] = try services.map { try names.id(of: $0) }
    case .series(let definitions): try add(definitions, of: run)
    case .samples(let time, let samples): try store(samples, at: time, of: run)
    case .journeySeconds(let time, let rows): try store(rows, at: time, of: run)
    case .serviceSeconds(let time, let rows): try store(rows, at: time, of: run)
    case .clusterEvents(let rows): try incidents.store(rows, of: id)
    case .conditions(let rows): try incidents.store(rows, of: id)
    case .changes(let rows): try incidents.store(rows, of: id)
    case .alerts(let rows): try incidents.store(rows, of: id)
    case .faults(let rows): try incidents.store(rows, of: id)
    case .failovers(let rows): try incidents.store(rows, of: id)
    case .quorums(let rows): try incidents.store(rows, of: id)
    case .backups(let rows): try recoveries.store(rows, of: id)
    case .inconsistencies(let rows): try recoveries.store(rows, of: id)
    case .spans(let rows): try incidents.store(rows, of: id)
    case .systems(let rows): try incidents.store(rows, of: id)
    case .histogram(let row): try store(row, of: id)
    case .windows(let rows): try store(rows, of: id)
    case .notes(let notes): try store(notes)
    case .finished(let summary):
      try store(stretches[run].takeAll(), of: run)
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

  private func store(_ samples: [Sample], at time: SimTime, of run: Int) throws {
    try store(stretches[run].take(samples, at: time.nanoseconds / 1_000_000), of: run)
  }

  /// Stores what of the samples so far is held back.
  func endStretches() throws {
    for run in runs.indices { try store(stretches[run].takeAll(), of: run) }
  }

  private func store(_ ended: [SampleStretches.Stretch], of run: Int) throws {
    // In the order of the primary key a row goes to the table's end without a search.
    let ids = seriesIDs[run]
    let rows = ended.sorted {
      ($0.last, ids[Int($0.series)]) < ($1.last, ids[Int($1.series)])
    }
    try stretch.insert(rows) { row, inserter in
      inserter.bind(runs[run]).bind(row.last).bind(ids[Int(row.series)]).bind(row.first)
        .bind(row.interval).bind(row.value)
    }
  }

  private func store(_ rows: [JourneySecond], at time: SimTime, of run: Int) throws {
    let second = secondEnding(at: time)
    try journeySecond.insert(rows.filter(\.isWorthStoring)) { row, inserter in
      inserter.bind(runs[run]).bind(second).bind(journeyIDs[run][Int(row.journey)])
        .bind(row.started).bind(row.finished).bind(row.dropped).bind(row.requests).bind(row.failed)
        .bind(row.durationSumNanoseconds / 1_000).bind(row.active)
    }
  }

  private func store(_ rows: [ServiceSecond], at time: SimTime, of run: Int) throws {
    let second = secondEnding(at: time)
    let busy = rows.filter { $0.requests > 0 || $0.inFlight > 0 }
    try serviceSecond.insert(busy) { row, inserter in
      inserter.bind(runs[run]).bind(second).bind(serviceIDs[run][Int(row.service)])
        .bind(row.requests).bind(row.errors).bind(row.durationSumNanoseconds / 1_000)
        .bind(row.inFlight)
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
