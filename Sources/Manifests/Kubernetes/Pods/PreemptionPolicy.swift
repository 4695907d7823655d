/// Whether a pod may evict pods of lower priority to be scheduled.
///
/// Source: Kubernetes core/v1 PreemptionPolicy.
package enum PreemptionPolicy: String, EnumeratedField {
  /// It may.
  case preemptLowerPriority = "PreemptLowerPriority"

  /// It waits ahead of lower priorities but evicts nobody.
  case never = "Never"

  /// What a value is called in messages.
  package static var noun: String { "preemption policy" }
}
