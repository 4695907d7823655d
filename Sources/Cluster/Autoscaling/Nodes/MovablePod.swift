package import Manifests

/// A pod as the cluster autoscaler asks whether it may be moved (cluster-autoscaler
/// simulator/drainability/rules).
package struct MovablePod: Sendable {
  /// Whether no controller that the autoscaler knows would create it again.
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
