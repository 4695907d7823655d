/// What is behind an Ingress path.
///
/// Source: Kubernetes networking/v1 IngressBackend.
package struct IngressBackend: ManifestDecodable, Sendable {
  /// A Service.
  package var service: IngressServiceBackend?
  /// Another object.
  package var resource: TargetReference?
  /// Where the whole was written.
  package var span: SourceSpan = .unknown

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a backend") else { return nil }
    reader.read("service", into: &service)
    reader.read("resource", into: &resource)
    span = reader.span
  }
}
