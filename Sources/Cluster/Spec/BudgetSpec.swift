package import Manifests

/// A PodDisruptionBudget.
package struct BudgetSpec: Sendable {
  /// Name.
  package var name: String
  /// Namespace.
  package var namespace: String
  /// Pods it protects; nil selects none.
  package var selector: LabelSelector?
  /// Pods that must stay healthy.
  package var minAvailable: IntOrPercent?
  /// Pods that must stay healthy while the system is not well of whose resource an operator made
  /// it; nil where that changes nothing.
  package var strictMinimum: IntOrPercent?
  /// The resource of which an operator made it, by kind and name.
  package var resource: (kind: String, name: String)?
  /// Pods that may be missing.
  package var maxUnavailable: IntOrPercent?
  /// Whether it exists from the start; else a change of the scenario creates it.
  package var isDormant = false
  /// Whether unready pods may always be evicted.
  package var evictsUnhealthyAlways = false

  /// Makes a budget.
  package init(name: String, namespace: String, selector: LabelSelector?) {
    self.name = name
    self.namespace = namespace
    self.selector = selector
  }
}
