/// Service behind an Ingress path.
///
/// Source: Kubernetes networking/v1 IngressServiceBackend.
package struct IngressServiceBackend: ManifestDecodable, Sendable {
  /// Service, in the Ingress's namespace.
  package var name: String
  /// Its port.
  package var port: IngressBackendPort = IngressBackendPort()

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a backend service") else {
      return nil
    }
    let name: String? = reader.required("name")
    reader.read("port", into: &port)
    guard let name else { return nil }
    self.name = name
  }
}
