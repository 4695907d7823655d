import Manifests

/// What a node's object says as its kubelet, or the cloud, has registered it; what administrators
/// write into the object goes with it (pkg/kubelet/kubelet_node_status.go initialNode).
struct NodeRegistration: Sendable {
  let labels: StringMap
  let taints: [NodeTaint]
  /// Whether the cluster autoscaler never takes it away.
  let keepsFromScaleDown: Bool

  init(_ spec: NodeSpec) {
    labels = spec.labels
    taints = spec.taints
    keepsFromScaleDown = spec.keepsFromScaleDown
  }
}
