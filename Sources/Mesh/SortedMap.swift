/// Values by key, in an array sorted by key.
///
/// It takes the place of a dictionary, whose order would differ from one process to another.
struct SortedMap<Key: Comparable, Value> {
  private var entries: [(key: Key, value: Value)] = []

  /// The value of a key; nil where it has none.
  subscript(key: Key) -> Value? {
    let index = index(of: key)
    return holds(key, at: index) ? entries[index].value : nil
  }

  /// Gives a key a value in place of the one that it has, if any.
  mutating func set(_ value: Value, for key: Key) {
    let index = index(of: key)
    if holds(key, at: index) {
      entries[index].value = value
    } else {
      entries.insert((key, value), at: index)
    }
  }

  /// Takes out the keys of which something is true.
  mutating func removeAll(where isGone: (Key) -> Bool) { entries.removeAll { isGone($0.key) } }

  private func holds(_ key: Key, at index: Int) -> Bool {
    index < entries.count && entries[index].key == key
  }

  /// Where a key stands, or would stand.
  private func index(of key: Key) -> Int {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].key < key { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
