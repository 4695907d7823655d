/// Whether a rollout is gradual.
///
/// Source: Kubernetes apps/v1 DeploymentStrategyType.
package enum DeploymentStrategyType: String, EnumeratedField {
  /// New pods come as old ones go, within bounds.
  case rollingUpdate = "RollingUpdate"

  /// All old pods end before the first new one starts.
  case recreate = "Recreate"

  /// What a value is called in messages.
  package static var noun: String { "deployment strategy type" }

  /// Empty text is the same as no field.
  package static var isAbsentWhenEmpty: Bool { true }
}
