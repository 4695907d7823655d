/// Labels as small numbers: a pair of key and value is one number, and so is a key.
package struct LabelTable: Sendable {
  private var keys = NameTable()
  private var pairs = NameTable()
  private var values: [String] = []
  private var keyOfPair: [Int32] = []

  /// Makes an empty table.
  package init() {}

  /// The number of a key, given now if it has none.
  package mutating func internKey(_ key: String) -> Int32 { keys.intern(key) }

  /// The number of a pair, given now if it has none.
  package mutating func intern(_ key: String, _ value: String) -> Int32 {
    let pair = pairs.intern(key + "=" + value)
    if Int(pair) == values.count {
      values.append(value)
      keyOfPair.append(keys.intern(key))
    }
    return pair
  }

  /// The key of a pair.
  package func key(of pair: Int32) -> Int32 { keyOfPair[Int(pair)] }

  /// The value of a pair.
  package func value(of pair: Int32) -> String { values[Int(pair)] }

  /// The key's text.
  package func keyName(_ key: Int32) -> String { keys[key] }

  /// The pair with a key in a list of pairs, if any.
  package func pair(withKey key: Int32, in list: [Int32]) -> Int32? {
    list.first { keyOfPair[Int($0)] == key }
  }
}
