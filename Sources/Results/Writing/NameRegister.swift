import GRDB
import Metrics
import SimulationKernel

/// The names of an experiment's series, journeys, services and trends, each stored once.
///
/// Runs number them on their own; equal names of different runs become one row, whose ID the rows
/// of the hot tables carry.
struct NameRegister {
  private let experiment: Int64
  private var known: [NameDigest: Int64] = [:]
  private var series: HeldSeries
  private let journey: RowInserter
  private let service: RowInserter
  private let trend: RowInserter
  private let database: Database

  init(_ database: Database, experiment: Int64) throws {
    self.experiment = experiment
    self.database = database
    series = try HeldSeries(database, experiment: experiment)
    journey = try RowInserter(database, into: "journey", columns: 3)
    service = try RowInserter(database, into: "service", columns: 5)
    trend = try RowInserter(
      database, into: "trend (id, experiment_id, scope, name, metric)", columns: 5)
  }

  /// The ID of a series; its row may wait for `storeHeld`.
  mutating func id(of definition: SeriesDefinition) throws -> Int64 {
    let digest = series.write(definition)
    if let id = known[digest] { return id }
    let id = try series.add()
    known[digest] = id
    return id
  }

  /// Stores the series that were held for the end of the transaction.
  mutating func storeHeld() throws { try series.store() }

  /// The ID of a journey.
  mutating func id(ofJourney name: String) throws -> Int64 {
    try id(of: ["journey", name], in: journey)
  }

  /// The ID of a service.
  mutating func id(of name: ServiceName) throws -> Int64 {
    try id(of: ["service", name.service, name.system, name.workload], in: service)
  }

  /// The ID of a trend.
  mutating func id(of row: HistogramRow) throws -> Int64 {
    try id(of: ["trend", row.scope.rawValue, row.name, row.metric], in: trend)
  }

  private mutating func id(of texts: [String], in row: RowInserter) throws -> Int64 {
    var digest = NameDigest()
    for text in texts { digest.fold(text) }
    if let id = known[digest] { return id }
    row.bindNull().bind(experiment)
    for text in texts.dropFirst() { row.bind(text) }
    try row.insert()
    known[digest] = database.lastInsertedRowID
    return database.lastInsertedRowID
  }
}
