/// Where a webhook is called: a Service of the cluster, or an address.
///
/// Source: Kubernetes admissionregistration.k8s.io/v1 WebhookClientConfig.
package struct WebhookClientConfig: ManifestDecodable, Sendable {
  /// The Service that it stands behind.
  package var service: WebhookService?
  /// Its address, which need not be in the cluster.
  package var url: String?
  /// Where its fields were written.
  package var spans: FieldSpans = .unknown

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a webhook's client") else {
      return nil
    }
    reader.read("service", into: &service)
    reader.read("url", into: &url)
    spans = reader.spans
  }
}
