/// A daemon that something holds down.
package struct StoppedDaemon: Sendable {
  /// Which one.
  let daemon: NodeDaemon
  /// Index of the node.
  let node: Int
  /// The boots that its machine had had.
  let boots: Int32
}
