/// A PodDisruptionBudget with the selector of its pods.
package struct BudgetState: Sendable {
  /// What was asked.
  package let spec: BudgetSpec
  /// Number of its selector.
  let selector: Int32
}
