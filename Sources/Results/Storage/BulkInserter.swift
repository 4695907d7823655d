import GRDB

/// An INSERT of many rows: whole blocks of them by one statement each, the rest one by one.
///
/// A block of 128 rows costs a third of as many statements.
struct BulkInserter {
  private static let blockRows = 128
  private let block: RowInserter
  private let single: RowInserter

  /// Prepares the insertion of a number of columns.
  init(_ database: Database, into table: String, columns: Int) throws {
    block = try RowInserter(database, into: table, columns: columns, rows: Self.blockRows)
    single = try RowInserter(database, into: table, columns: columns)
  }

  /// Inserts rows; `bind` binds the columns of one.
  func insert<Row>(_ rows: [Row], bind: (Row, RowInserter) -> Void) throws {
    let inBlocks = rows.count / Self.blockRows * Self.blockRows
    for (index, row) in rows.enumerated() {
      let inserter = index < inBlocks ? block : single
      bind(row, inserter)
      let isFull = (index + 1) % Self.blockRows == 0
      if index >= inBlocks || isFull { try inserter.insert() }
    }
  }
}
