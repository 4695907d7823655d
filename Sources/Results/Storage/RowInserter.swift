import GRDB
import GRDBSQLite

/// A prepared INSERT whose columns are bound one after the other.
///
/// SQLite's own calls, without an array of arguments per row: 2-3 times as fast as GRDB's.
final class RowInserter {
  private let statement: Statement
  private let handle: OpaquePointer
  private var column: Int32 = 0

  /// Prepares the insertion of a number of columns, and of some rows at once; `verb` may be
  /// `INSERT OR REPLACE INTO`.
  init(
    _ database: Database, into table: String, columns: Int, rows: Int = 1,
    verb: String = "INSERT INTO"
  ) throws {
    let row = "(" + [String](repeating: "?", count: columns).joined(separator: ",") + ")"
    let marks = [String](repeating: row, count: rows).joined(separator: ",")
    statement = try database.makeStatement(sql: "\(verb) \(table) VALUES \(marks)")
    handle = statement.sqliteStatement
  }

  private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

  /// Binds a whole number to the next column.
  @discardableResult
  func bind(_ value: some BinaryInteger) -> Self {
    column += 1
    sqlite3_bind_int64(handle, column, Int64(truncatingIfNeeded: value))
    return self
  }

  /// Binds a number to the next column; not-a-number becomes NULL.
  @discardableResult
  func bind(_ value: Double) -> Self {
    column += 1
    sqlite3_bind_double(handle, column, value)
    return self
  }

  /// Binds a number or NULL to the next column.
  @discardableResult
  func bind(_ value: Double?) -> Self {
    guard let value else { return bindNull() }
    return bind(value)
  }

  /// Binds a text or NULL to the next column.
  @discardableResult
  func bind(_ value: String?) -> Self {
    guard let value else { return bindNull() }
    column += 1
    sqlite3_bind_text(handle, column, value, -1, Self.transient)
    return self
  }

  /// Binds bytes to the next column.
  @discardableResult
  func bind(_ value: [UInt8]) -> Self {
    column += 1
    sqlite3_bind_blob(handle, column, value, Int32(value.count), Self.transient)
    return self
  }

  /// Binds NULL to the next column.
  @discardableResult
  func bindNull() -> Self {
    column += 1
    sqlite3_bind_null(handle, column)
    return self
  }

  /// Inserts what was bound and makes ready for the next.
  func insert() throws {
    let code = sqlite3_step(handle)
    sqlite3_reset(handle)
    column = 0
    guard code == SQLITE_DONE else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
  }
}
