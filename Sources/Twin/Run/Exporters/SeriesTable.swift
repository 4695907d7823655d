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
