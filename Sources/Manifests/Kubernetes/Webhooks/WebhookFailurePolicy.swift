/// What becomes of a request when a webhook can not be called.
///
/// Source: Kubernetes admissionregistration.k8s.io/v1 FailurePolicyType.
package enum WebhookFailurePolicy: String, EnumeratedField {
  /// The request goes on.
  case ignore = "Ignore"

  /// The request is refused.
  case fail = "Fail"

  /// What a value is called in messages.
  package static var noun: String { "failure policy" }
}
