/// Routes outside HTTP requests by host and path to Services.
///
/// Source: Kubernetes networking/v1 Ingress.
package struct Ingress: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// Class whose controller serves it.
  package var ingressClassName: String?
  /// What takes requests that match no rule.
  package var defaultBackend: IngressBackend?
  /// Certificates.
  package var tls: [IngressTLS] = []
  /// Hosts and paths.
  package var rules: [IngressRule] = []
  /// Where the whole object was written.
  package var span: SourceSpan
  /// Where each field was written.
  package var spans: FieldSpans = .unknown

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "an Ingress") else { return nil }
    let metadata: ObjectMeta? = object.required("metadata")
    guard var spec = object.section("spec", diagnostics) else { return nil }
    spans = spec.spans
    spec.read("ingressClassName", into: &ingressClassName)
    spec.read("defaultBackend", into: &defaultBackend)
    spec.read("tls", into: &tls)
    spec.read("rules", into: &rules)
    guard let metadata else { return nil }
    self.metadata = metadata
    span = object.span
  }
}
