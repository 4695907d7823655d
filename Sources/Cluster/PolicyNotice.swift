/// What the cluster tells the wire about network policies, when the nodes' agents have learned of
/// it.
public enum PolicyNotice: UInt8, Sendable {
  /// Policies came, went or changed, or labels of namespaces did.
  case rulesChanged = 224
  /// A pod's labels changed; the argument is the pod.
  case podRelabelled = 225
}
