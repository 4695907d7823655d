/// A process of a machine without which its containers run on.
package enum NodeDaemon: Sendable {
  /// The kubelet.
  case kubelet
  /// The container runtime.
  case containerRuntime
}
