/// Webhooks that may refuse objects that the API server is about to keep, or change them before.
///
/// Source: Kubernetes admissionregistration.k8s.io/v1 MutatingWebhookConfiguration,
/// ValidatingWebhookConfiguration.
package struct WebhookConfiguration: ManifestResource {
  /// Name, labels and annotations.
  package var metadata: ObjectMeta
  /// Whether the webhooks may also change the objects.
  package let isMutating: Bool
  /// The webhooks, in the order in which they are called.
  package var webhooks: [AdmissionWebhook] = []
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    isMutating = node["kind"]?.text == "MutatingWebhookConfiguration"
    let kind = isMutating ? "MutatingWebhookConfiguration" : "ValidatingWebhookConfiguration"
    guard var object = ObjectReader(node, diagnostics, what: "a \(kind)") else { return nil }
    let metadata: ObjectMeta? = object.required("metadata")
    object.read("webhooks", into: &webhooks)
    guard let metadata else { return nil }
    self.metadata = metadata
    span = object.span
  }

  /// Reports what the API server refuses (pkg/apis/admissionregistration/validation).
  package func check(_ diagnostics: DiagnosticCollector) { webhooks.check(diagnostics) }
}
