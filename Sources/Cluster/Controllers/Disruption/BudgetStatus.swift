package import Manifests

/// How many pods of a budget may be disrupted now
/// (pkg/controller/disruption/disruption.go getExpectedPodCount, updatePdbStatus).
package struct BudgetStatus: Hashable, Sendable {
  /// Pods that the budget counts on.
  package let expectedPods: Int
  /// Pods that must stay healthy.
  package let desiredHealthy: Int
  /// Ready pods that are not about to go.
  package let currentHealthy: Int
  /// Pods that may be evicted.
  package let disruptionsAllowed: Int

  /// The status of a budget whose controller could not say how many pods there shall be: it writes
  /// only that none may go, and leaves out the rest (failSafe).
  static let unknown = BudgetStatus(
    minAvailable: nil, maxUnavailable: nil, controllerScale: 0, podCount: 0, currentHealthy: 0)

  /// Computes the status: a whole number of `minAvailable` counts the pods there are, all else the
  /// scale of their controllers; shares round up.
  package init(
    minAvailable: IntOrPercent?, maxUnavailable: IntOrPercent?, controllerScale: Int,
    podCount: Int, currentHealthy: Int
  ) {
    self.currentHealthy = currentHealthy
    if let maxUnavailable {
      expectedPods = controllerScale
      desiredHealthy = max(
        0, controllerScale - maxUnavailable.resolved(of: controllerScale, roundUp: true))
    } else if let minAvailable {
      if case .int(let count) = minAvailable {
        expectedPods = podCount
        desiredHealthy = Int(count)
      } else {
        expectedPods = controllerScale
        desiredHealthy = minAvailable.resolved(of: controllerScale, roundUp: true)
      }
    } else {
      // A budget without a bound expects nothing and allows nothing.
      expectedPods = 0
      desiredHealthy = 0
    }
    disruptionsAllowed = expectedPods <= 0 ? 0 : max(0, currentHealthy - desiredHealthy)
  }
}
