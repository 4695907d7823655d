/// Port of an Ingress backend, by name or number.
///
/// Source: Kubernetes networking/v1 ServiceBackendPort.
package struct IngressBackendPort: ManifestDecodable, Sendable {
  /// Port name.
  package var name: String?
  /// Port number.
  package var number: Int?

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a backend port") else { return nil }
    reader.read("name", into: &name)
    reader.read("number", into: &number)
  }
}
