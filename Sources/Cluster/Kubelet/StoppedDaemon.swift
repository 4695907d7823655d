/// A process of a machine without which its containers run on.
package enum NodeDaemon: Sendable {
  /// The kubelet.
  case kubelet
  /// The container runtime.
  case containerRuntime
}

/// A daemon that something holds down.
package struct StoppedDaemon: Sendable {
  /// Which one.
  let daemon: NodeDaemon
  /// Index of the node.
  let node: Int
  /// The boots that its machine had had.
  let boots: Int32
}
