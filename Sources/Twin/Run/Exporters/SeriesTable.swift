/// Numbers of the series of many like things: a row of metrics for each.
struct SeriesTable {
  private let width: Int
  private var keys: [(thing: UInt32, owner: Int32)] = []
  private var numbers: [Int32] = []

  init(width: Int) { self.width = width }

  /// Makes sure that a row exists; one whose key changed belongs to another thing, or the thing to
  /// another owner, and starts anew.
  mutating func open(row: Int, key: UInt32 = 0, owner: Int32 = -1) {
    while keys.count <= row {
      keys.append((key, owner))
      numbers += repeatElement(-1, count: width)
    }
    guard keys[row] != (key, owner) else { return }
    keys[row] = (key, owner)
    for index in row * width..<(row + 1) * width { numbers[index] = -1 }
  }

  subscript(row: Int, metric: Int) -> Int32 {
    get { numbers[row * width + metric] }
    _modify { yield &numbers[row * width + metric] }
  }
}

/// Numbers of the series of many things, of which each has as many as it needs.
///
/// All lie in one array: a row that has to grow moves to its end.
struct SeriesRows {
  private struct Row {
    var key: UInt32 = 0
    var start: Int32 = 0
    var width: Int32 = 0
    var room: Int32 = 0
  }

  private var rows: [Row] = []
  private var numbers: [Int32] = []

  /// Makes sure that a row exists with so many series; one whose key or width changed starts anew.
  mutating func open(row index: Int, key: UInt32, width: Int) {
    while rows.count <= index { rows.append(Row()) }
    var row = rows[index]
    guard row.key != key || row.width != width else { return }
    (row.key, row.width) = (key, Int32(width))
    if row.room < row.width {
      (row.start, row.room) = (Int32(numbers.count), row.width)
      numbers += repeatElement(-1, count: width)
    } else {
      for place in 0..<width { numbers[Int(row.start) + place] = -1 }
    }
    rows[index] = row
  }

  subscript(row: Int, series: Int) -> Int32 {
    get { numbers[Int(rows[row].start) + series] }
    _modify { yield &numbers[Int(rows[row].start) + series] }
  }
}
