/// The Service behind which a webhook stands.
///
/// Source: Kubernetes admissionregistration.k8s.io/v1 ServiceReference.
package struct WebhookService: ManifestDecodable, Sendable {
  /// Namespace.
  package var namespace: String
  /// Name.
  package var name: String
  /// Path of its address.
  package var path: String = ""
  /// Port of the Service.
  package var port: Int = 443
  /// Where its fields were written.
  package var spans: FieldSpans = .unknown

  /// Makes a reference to the port 443 of a Service.
  package init(namespace: String, name: String, path: String = "") {
    self.namespace = namespace
    self.name = name
    self.path = path
  }

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a webhook's service") else {
      return nil
    }
    let namespace: String? = reader.required("namespace")
    let name: String? = reader.required("name")
    reader.read("path", into: &path)
    reader.read("port", into: &port)
    guard let namespace, let name else { return nil }
    self.namespace = namespace
    self.name = name
    spans = reader.spans
  }
}
