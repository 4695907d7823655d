/// Whether a webhook's rules mean a resource's other versions too.
///
/// Source: Kubernetes admissionregistration.k8s.io/v1 MatchPolicyType.
package enum WebhookMatchPolicy: String, EnumeratedField {
  /// Only the versions that they name.
  case exact = "Exact"

  /// All versions of a resource.
  case equivalent = "Equivalent"

  /// What a value is called in messages.
  package static var noun: String { "match policy" }
}
