/// Which of several scaling policies decides.
///
/// Source: Kubernetes autoscaling/v2 ScalingPolicySelect.
package enum ScalingPolicySelect: String, EnumeratedField {
  /// The one that allows the greatest change.
  case max = "Max"

  /// The one that allows the least change.
  case min = "Min"

  /// No scaling in this direction.
  case disabled = "Disabled"

  /// What a value is called in messages.
  package static var noun: String { "select policy" }
}
