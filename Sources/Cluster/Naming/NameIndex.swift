/// Indexes in a list by name: a list is compared with another in a time that grows with their
/// lengths, not with the product of these.
struct NameIndex {
  private var table = NameTable()
  private var indexes: [(first: Int, last: Int)] = []

  /// The indexes of names, some of which may be there several times.
  init(_ names: [String]) {
    for (index, name) in names.enumerated() {
      let number = Int(table.intern(name))
      if number == indexes.count {
        indexes.append((index, index))
      } else {
        indexes[number].last = index
      }
    }
  }

  /// The first index of a name.
  func first(_ name: String) -> Int? { table.find(name).map { indexes[Int($0)].first } }

  /// The last index of a name.
  func last(_ name: String) -> Int? { table.find(name).map { indexes[Int($0)].last } }
}
