import GRDB
import Metrics

/// The names of an experiment's series, journeys, services and trends, each stored once.
///
/// Runs number them on their own; equal names of different runs become one row, whose ID the rows
/// of the hot tables carry.
struct NameRegister {
  private let experiment: Int64
  private var known: [[String]: Int64] = [:]
  private let series: RowInserter
  private let journey: RowInserter
  private let service: RowInserter
  private let trend: RowInserter
  private let database: Database

  init(_ database: Database, experiment: Int64) throws {
    self.experiment = experiment
    self.database = database
    series = try RowInserter(database, into: "series", columns: 4)
    journey = try RowInserter(database, into: "journey", columns: 3)
    service = try RowInserter(database, into: "service", columns: 5)
    trend = try RowInserter(
      database, into: "trend (id, experiment_id, scope, name, metric)", columns: 5)
  }

  /// The ID of a series.
  mutating func id(of definition: SeriesDefinition) throws -> Int64 {
    let labels = jsonObject(definition.labels)
    return try id(of: ["series", definition.name, labels], in: series)
  }

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

  private mutating func id(of key: [String], in row: RowInserter) throws -> Int64 {
    if let id = known[key] { return id }
    row.bindNull().bind(experiment)
    for text in key.dropFirst() { row.bind(text) }
    try row.insert()
    known[key] = database.lastInsertedRowID
    return database.lastInsertedRowID
  }
}

/// Labels as a JSON object, in their own order.
func jsonObject(_ labels: [(name: String, value: String)]) -> String {
  "{" + labels.map { jsonString($0.name) + ":" + jsonString($0.value) }.joined(separator: ",") + "}"
}

/// A text as a JSON string.
private func jsonString(_ text: String) -> String {
  var quoted = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"", "\\": quoted += "\\" + String(scalar)
    case _ where scalar.value < 0x20:
      let digits = String(scalar.value, radix: 16)
      quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: quoted.unicodeScalars.append(scalar)
    }
  }
  return quoted + "\""
}
