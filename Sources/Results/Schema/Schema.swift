import GRDB

/// The layout of a results file, documented in its own CREATE statements.
///
/// SQLite keeps the text of those statements, comments included, so `sqlite3 FILE .schema` is the
/// manual. Everything hangs on `experiment` (one invocation) and `run` (one seed).
enum Schema {
  /// Marks a SQLite file as ours (`vhsi`), in its header.
  static let applicationID: Int32 = 0x7668_7369
  /// Layout version, in the file's header.
  static let version: Int32 = 8

  /// Tables and views, in the order in which they are made.
  static var statements: [String] {
    identity + series + trends + incidents + recoveries + views + recoveryViews
  }

  /// Makes all tables and views in an empty database.
  static func create(in database: Database) throws {
    for statement in statements { try database.execute(sql: statement) }
    try database.execute(sql: "PRAGMA application_id = \(applicationID)")
    try database.execute(sql: "PRAGMA user_version = \(version)")
  }

  /// Why a database is not one of ours in the present layout; nil where it is.
  static func mismatch(in database: Database) throws -> String? {
    let owner = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
    let layout = try Int32.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    guard owner == applicationID else { return "it is a database of something else" }
    guard layout == version else {
      return "it has layout \(layout), and this version of vhsim knows layout \(version)"
    }
    let present = try String.fetchAll(
      database, sql: "SELECT name FROM sqlite_master WHERE type = 'table'")
    return tables.first { !present.contains($0) }.map { "its table \($0) is missing" }
  }

  /// The names of the tables, in the order in which they are made.
  private static var tables: [String] {
    statements.compactMap { statement in
      let words = statement.split(maxSplits: 3, whereSeparator: \.isWhitespace)
      return words.count > 2 && words[1] == "TABLE" ? String(words[2]) : nil
    }
  }

  /// Whether a database has no tables yet.
  static func isEmpty(_ database: Database) throws -> Bool {
    try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") == 0
  }
}
