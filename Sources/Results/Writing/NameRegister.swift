import GRDB
import Metrics
import SimulationKernel

/// The names of an experiment's series, journeys, services and trends, each stored once.
///
/// Runs number them on their own; equal names of different runs become one row, whose ID the rows
/// of the hot tables carry.
struct NameRegister {
  private let experiment: Int64
  private var known: [Key: Int64] = [:]
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

  private mutating func id(of texts: [String], in row: RowInserter) throws -> Int64 {
    let key = Key(texts)
    if let id = known[key] { return id }
    row.bindNull().bind(experiment)
    for text in texts.dropFirst() { row.bind(text) }
    try row.insert()
    known[key] = database.lastInsertedRowID
    return database.lastInsertedRowID
  }
}

extension NameRegister {
  /// A name by 128 bits of its texts' digests: millions of series are known without their labels.
  private struct Key: Hashable {
    private let first: UInt64
    private let second: UInt64

    init(_ texts: [String]) {
      var digests = (Digest(seed: 1), Digest(seed: 2))
      for text in texts {
        var word: UInt64 = 1
        for byte in text.utf8 {
          word = word << 8 | UInt64(byte)
          if word >> 56 != 0 {
            digests.0.fold(word)
            digests.1.fold(~word)
            word = 1
          }
        }
        digests.0.fold(word)
        digests.1.fold(~word)
      }
      (first, second) = (digests.0.value, digests.1.value)
    }
  }
}

/// Labels as a JSON object, in their own order.
func jsonObject(_ labels: [(name: String, value: String)]) -> String {
  var object = "{"
  for (index, label) in labels.enumerated() {
    if index > 0 { object += "," }
    appendJSONString(label.name, to: &object)
    object += ":"
    appendJSONString(label.value, to: &object)
  }
  return object + "}"
}

/// Appends a text as a JSON string.
private func appendJSONString(_ text: String, to json: inout String) {
  json += "\""
  if text.utf8.allSatisfy({ $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
    json += text
  } else {
    for scalar in text.unicodeScalars { appendEscaped(scalar, to: &json) }
  }
  json += "\""
}

private func appendEscaped(_ scalar: Unicode.Scalar, to json: inout String) {
  switch scalar {
  case "\"", "\\": json += "\\" + String(scalar)
  case _ where scalar.value < 0x20:
    let digits = String(scalar.value, radix: 16)
    json += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
  default: json.unicodeScalars.append(scalar)
  }
}
