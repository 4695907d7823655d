import GRDB
import Metrics

/// New series that wait to be inserted many at once; their labels lie one after the other in one
/// buffer, as the database shows them.
struct HeldSeries {
  /// A series, with the place of its labels in the buffer.
  private struct Row {
    let id: Int64
    let name: String
    let labels: Range<Int>
  }

  /// As many as one statement inserts: the buffer stays small.
  private static let capacity = BulkInserter.blockSizes[0]
  private let experiment: Int64
  private let inserter: BulkInserter
  private var next: Int64
  private var rows: [Row] = []
  private var labels: [UInt8] = []
  /// The series that was written last and may be added.
  private var written: (name: String, start: Int) = ("", 0)

  /// Prepares the insertion; no one else inserts series while an experiment is written.
  init(_ database: Database, experiment: Int64) throws {
    self.experiment = experiment
    inserter = try BulkInserter(database, into: "series", columns: 4)
    next = try Int64.fetchOne(database, sql: "SELECT coalesce(max(id), 0) + 1 FROM series") ?? 1
  }

  /// Writes the labels of a series and returns the digest by which it is known.
  mutating func write(_ definition: SeriesDefinition) -> NameDigest {
    let start = rows.last?.labels.upperBound ?? 0
    labels.removeLast(labels.count - start)
    labels.appendJSONObject(definition.labels)
    written = (definition.name, start)
    var digest = NameDigest()
    digest.fold("series")
    digest.fold(definition.name)
    digest.fold(labels.span.extracting(start...))
    return digest
  }

  /// Adds the series that was written last and returns its ID.
  mutating func add() throws -> Int64 {
    rows.append(Row(id: next, name: written.name, labels: written.start..<labels.count))
    next += 1
    if rows.count == Self.capacity { try store() }
    return next - 1
  }

  /// Inserts the series that wait.
  mutating func store() throws {
    try inserter.insert(rows) { row, inserter in
      inserter.bind(row.id).bind(experiment).bind(row.name)
        .bind(utf8: labels.span.extracting(row.labels))
    }
    rows.removeAll(keepingCapacity: true)
    labels.removeAll(keepingCapacity: true)
  }
}
