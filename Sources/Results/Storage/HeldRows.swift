import GRDB

/// Rows of one table that wait for others or the end of a transaction, because inserting many at
/// once costs a third for each.
struct HeldRows<Row> {
  /// The three columns of a primary key.
  struct Key: Comparable {
    let run: Int64
    let first: Int64
    let second: Int64

    static func < (one: Key, other: Key) -> Bool {
      (one.run, one.first, one.second) < (other.run, other.first, other.second)
    }
  }

  private let inserter: BulkInserter
  private var keys: [Key] = []
  private var rows: [Row] = []

  /// Prepares the insertion of a number of columns.
  init(_ database: Database, into table: String, columns: Int) throws {
    inserter = try BulkInserter(database, into: table, columns: columns)
  }

  /// Whether so many rows are held that each costs no less with more of them.
  var isFull: Bool { rows.count >= 1_024 }

  /// Takes a row in.
  mutating func add(_ row: Row, _ run: Int64, _ first: Int64, _ second: Int64) {
    keys.append(Key(run: run, first: first, second: second))
    rows.append(row)
  }

  /// Inserts the rows; `bind` binds the columns of one that follow its key.
  mutating func store(bind: (Row, RowInserter) -> Void) throws {
    // In the order of the primary key a row goes to the table's end without a search.
    let order = keys.indices.sorted { keys[$0] < keys[$1] }
    try inserter.insert(order) { index, inserter in
      inserter.bind(keys[index].run).bind(keys[index].first).bind(keys[index].second)
      bind(rows[index], inserter)
    }
    keys.removeAll(keepingCapacity: true)
    rows.removeAll(keepingCapacity: true)
  }
}
