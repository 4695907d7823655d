/// How a scaling policy states its bound.
///
/// Source: Kubernetes autoscaling/v2 HPAScalingPolicyType.
package enum ScalingPolicyType: String, EnumeratedField {
  /// A number of pods.
  case pods = "Pods"

  /// A share of the pods.
  case percent = "Percent"

  /// What a value is called in messages.
  package static var noun: String { "scaling policy type" }
}
