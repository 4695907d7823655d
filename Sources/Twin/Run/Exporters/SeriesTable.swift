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
struct SeriesRows {
  private var keys: [UInt32] = []
  private var numbers: [[Int32]] = []

  /// Makes sure that a row exists with so many series; one whose key or width changed starts anew.
  mutating func open(row: Int, key: UInt32, width: Int) {
    while keys.count <= row {
      keys.append(0)
      numbers.append([])
    }
    guard keys[row] != key || numbers[row].count != width else { return }
    keys[row] = key
    numbers[row] = Array(repeating: -1, count: width)
  }

  subscript(row: Int, series: Int) -> Int32 {
    get { numbers[row][series] }
    _modify { yield &numbers[row][series] }
  }
}
