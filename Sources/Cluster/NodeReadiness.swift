/// A node's Ready condition.
public enum NodeReadiness: UInt8, BitwiseCopyable, Sendable {
  /// The kubelet reports ready.
  case `true`
  /// The kubelet reports not ready.
  case `false`
  /// The node has been silent for the grace period.
  case unknown
}
