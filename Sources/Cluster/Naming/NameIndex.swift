/// Places in a list by name: a list is compared with another in a time that grows with their
/// lengths, not with the product of these.
struct NameIndex {
  private var table = NameTable()
  private var places: [(first: Int, last: Int)] = []

  /// The places of names, some of which may be there several times.
  init(_ names: [String]) {
    for (place, name) in names.enumerated() {
      let number = Int(table.intern(name))
      if number == places.count {
        places.append((place, place))
      } else {
        places[number].last = place
      }
    }
  }

  /// The first place of a name.
  func first(_ name: String) -> Int? { table.find(name).map { places[Int($0)].first } }

  /// The last place of a name.
  func last(_ name: String) -> Int? { table.find(name).map { places[Int($0)].last } }
}
