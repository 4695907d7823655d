/// When the kubelet pulls an image.
///
/// Source: Kubernetes core/v1 PullPolicy.
package enum PullPolicy: String, EnumeratedField {
  /// Ask the registry at each container start.
  case always = "Always"

  /// Pull only what the node doesn't hold.
  case ifNotPresent = "IfNotPresent"

  /// Never pull; a missing image is ErrImageNeverPull.
  case never = "Never"

  /// What a value is called in messages.
  package static var noun: String { "image pull policy" }

  /// Empty text is the same as no field.
  package static var isAbsentWhenEmpty: Bool { true }
}
