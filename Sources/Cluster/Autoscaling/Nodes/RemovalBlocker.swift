package import Manifests

/// What keeps a node from being taken away although little runs on it, named as the metric
/// `cluster_autoscaler_unremovable_nodes_count` names it.
package enum RemovalBlocker: String, Sendable, CaseIterable {
  /// Its own annotation.
  case scaleDownDisabled = "ScaleDownDisabledAnnotation"
  /// A pod that nobody would create again.
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

/// A pod as the cluster autoscaler asks whether it may be moved
/// (cluster-autoscaler simulator/drainability/rules).
package struct MovablePod: Sendable {
  /// Whether nobody would create it again.
  package var isBare = false
  /// Whether it is in kube-system.
  package var isSystem = false
  /// The annotation `cluster-autoscaler.kubernetes.io/safe-to-evict`.
  package var safeToEvict: Bool?
  /// Whether it has local volumes that no annotation releases.
  package var hasLocalStorage = false
  /// Disruptions that each of its budgets allows.
  package var allowances: [Int] = []

  /// Makes a pod that nothing keeps.
  package init() {}

  /// What keeps it, or nil; the rules in upstream's order.
  package func blocker(_ settings: AutoscalerSettings) -> RemovalBlocker? {
    if safeToEvict == true { return nil }
    if isBare { return .notReplicated }
    if isSystem, allowances.isEmpty, settings.skipsSystemPods { return .systemPod }
    if safeToEvict == false { return .notSafeToEvict }
    if hasLocalStorage, settings.skipsLocalStorage { return .localStorage }
    return allowances.contains { $0 < 1 } ? .budget : nil
  }
}
