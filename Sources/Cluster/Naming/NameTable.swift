/// Names by small number and numbers by name: look-up without iteration order.
///
/// Open addressing over FNV-1a, so that it is the same in every process.
package struct NameTable: Sendable {
  private var names: [String] = []
  private var slots: [Int32] = Array(repeating: -1, count: 64)

  /// Makes an empty table.
  package init() {}

  /// Number of names; numbers run from 0.
  package var count: Int { names.count }

  /// The name of a number.
  package subscript(_ number: Int32) -> String { names[Int(number)] }

  /// The number of a name, if it has one.
  package func find(_ name: String) -> Int32? {
    let slot = slots[slot(of: name)]
    return slot < 0 ? nil : slot
  }

  /// The number of a name, given now if it has none.
  package mutating func intern(_ name: String) -> Int32 {
    let slot = slot(of: name)
    if slots[slot] >= 0 { return slots[slot] }
    let number = Int32(names.count)
    names.append(name)
    slots[slot] = number
    if names.count * 2 > slots.count { rehash() }
    return number
  }

  private func slot(of name: String) -> Int {
    var slot = Int(truncatingIfNeeded: NameHash(name).value) & (slots.count - 1)
    while slots[slot] >= 0, names[Int(slots[slot])] != name {
      slot = (slot + 1) & (slots.count - 1)
    }
    return slot
  }

  private mutating func rehash() {
    slots = Array(repeating: -1, count: slots.count * 2)
    for (number, name) in names.enumerated() { slots[slot(of: name)] = Int32(number) }
  }
}
