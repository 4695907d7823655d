/// A PodDisruptionBudget with the selector of its pods.
package struct BudgetState: Sendable {
  /// What was asked.
  package internal(set) var spec: BudgetSpec
  /// Number of its selector.
  var selector: Int32
  /// Whether its operator keeps the strict minimum now.
  var isStrict = false
  /// Whether its object is in the API.
  package internal(set) var exists = true
}
