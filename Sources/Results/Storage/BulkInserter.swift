import GRDB

/// An INSERT of many rows: by statements of 128 rows, then of 16, then one by one.
///
/// A row in a block of 128 costs a third of one alone, but a statement of so many rows and columns
/// takes a third of a megabyte.
struct BulkInserter {
  /// Rows of its statements, the most first.
  static let blockSizes = [128, 16, 1]
  private let blocks: [(size: Int, inserter: RowInserter)]

  /// Prepares the insertion of a number of columns, by blocks of at most some rows.
  init(
    _ database: Database, into table: String, columns: Int, atMost rows: Int = blockSizes[0]
  ) throws {
    blocks = try Self.blockSizes.filter { $0 <= rows }.map {
      ($0, try RowInserter(database, into: table, columns: columns, rows: $0))
    }
  }

  /// Inserts rows; `bind` binds the columns of one.
  func insert<Row>(_ rows: [Row], bind: (Row, RowInserter) -> Void) throws {
    var first = 0
    for (size, inserter) in blocks {
      while rows.count - first >= size {
        for row in rows[first..<first + size] { bind(row, inserter) }
        try inserter.insert()
        first += size
      }
    }
  }
}
