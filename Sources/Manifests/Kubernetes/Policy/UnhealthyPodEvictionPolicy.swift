/// Whether a pod that isn't ready may be evicted beyond its budget.
///
/// Source: Kubernetes policy/v1 UnhealthyPodEvictionPolicyType.
package enum UnhealthyPodEvictionPolicy: String, EnumeratedField {
  /// Only while the healthy pods satisfy the budget.
  case ifHealthyBudget = "IfHealthyBudget"

  /// Always.
  case alwaysAllow = "AlwaysAllow"

  /// What a value is called in messages.
  package static var noun: String { "unhealthy pod eviction policy" }
}
