/// A port that clients connect to: a number, or a name to which each pod gives one.
struct GatePort: Equatable, Sendable {
  /// The number; that of a pod whose ports are not known, where there is a name.
  let number: Int
  /// The name; empty for none.
  let name: String

  /// Makes a port.
  init(_ number: Int, named name: String = "") {
    self.number = number
    self.name = name
  }
}
