/// When a claim is bound.
///
/// Source: Kubernetes storage/v1 VolumeBindingMode.
package enum VolumeBindingMode: String, EnumeratedField {
  /// At once, wherever.
  case immediate = "Immediate"

  /// When its pod is scheduled, where the pod goes.
  case waitForFirstConsumer = "WaitForFirstConsumer"

  /// What a value is called in messages.
  package static var noun: String { "binding mode" }
}
