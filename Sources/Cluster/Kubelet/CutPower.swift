/// A cut of a machine's power under way.
package struct CutPower: Sendable {
  /// Index of the node.
  package let node: Int
  /// The boots that its machine and those before it had had.
  let boots: Int32
}
