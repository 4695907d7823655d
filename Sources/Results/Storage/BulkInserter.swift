import GRDB

/// An INSERT of many rows: by statements of 128 rows, then of 16, then one by one.
///
/// A row in a block of 128 costs a third of one alone.
struct BulkInserter {
  /// Rows of its statements, the most first.
  static let blockSizes = [128, 16, 1]
  private let inserters: [RowInserter]

  /// Prepares the insertion of a number of columns.
  init(_ database: Database, into table: String, columns: Int) throws {
    inserters = try Self.blockSizes.map {
      try RowInserter(database, into: table, columns: columns, rows: $0)
    }
  }

  /// Inserts rows; `bind` binds the columns of one.
  func insert<Row>(_ rows: [Row], bind: (Row, RowInserter) -> Void) throws {
    var first = 0
    for (size, inserter) in zip(Self.blockSizes, inserters) {
      while rows.count - first >= size {
        for row in rows[first..<first + size] { bind(row, inserter) }
        try inserter.insert()
        first += size
      }
    }
  }
}
