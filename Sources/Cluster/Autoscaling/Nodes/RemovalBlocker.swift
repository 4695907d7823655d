/// What keeps a node from being taken away although little runs on it, named as the metric
/// `cluster_autoscaler_unremovable_nodes_count` names it.
package enum RemovalBlocker: String, Sendable, CaseIterable {
  /// Its own annotation.
  case scaleDownDisabled = "ScaleDownDisabledAnnotation"
  /// A pod that no controller known to the autoscaler would create again.
  case notReplicated = "NotReplicated"
  /// A pod of kube-system without a budget.
  case systemPod = "UnmovableKubeSystemPod"
  /// A pod whose annotation forbids it.
  case notSafeToEvict = "NotSafeToEvictAnnotation"
  /// A pod with an emptyDir or hostPath volume.
  case localStorage = "LocalStorageRequested"
  /// A pod whose budget has no room.
  case budget = "NotEnoughPdb"
  /// A pod that no other node takes.
  case noPlace = "NoPlaceToMovePods"
  /// Its pool has its least size.
  case leastSize = "NodeGroupMinSizeReached"
}
