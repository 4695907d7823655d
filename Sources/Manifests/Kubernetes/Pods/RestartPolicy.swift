/// What the kubelet does with a container that ended.
///
/// Source: Kubernetes core/v1 RestartPolicy.
package enum RestartPolicy: String, EnumeratedField {
  /// Restart whatever the exit code was; on an init container it makes a sidecar.
  case always = "Always"

  /// Restart after a non-zero exit code.
  case onFailure = "OnFailure"

  /// Leave it ended.
  case never = "Never"

  /// What a value is called in messages.
  package static var noun: String { "restart policy" }

  /// Empty text is the same as no field.
  package static var isAbsentWhenEmpty: Bool { true }
}
