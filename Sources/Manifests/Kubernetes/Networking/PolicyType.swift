/// Direction that a policy isolates.
///
/// Source: Kubernetes networking/v1 PolicyType.
package enum PolicyType: String, EnumeratedField {
  /// Connections to the pods.
  case ingress = "Ingress"

  /// Connections from the pods.
  case egress = "Egress"

  /// What a value is called in messages.
  package static var noun: String { "policy type" }
}
