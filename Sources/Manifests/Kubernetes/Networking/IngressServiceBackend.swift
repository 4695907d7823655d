/// Service behind an Ingress path.
///
/// Source: Kubernetes networking/v1 IngressServiceBackend.
package struct IngressServiceBackend: ManifestDecodable, Sendable {
  /// Service, in the Ingress's namespace.
  package var name: String
  /// Its port.
  package var port: IngressBackendPort = IngressBackendPort()
  /// Where `name` was written; the enclosing object's place where it is absent.
  package var nameSpan: SourceSpan = .unknown
  /// Where `port` was written; the enclosing object's place where it is absent.
  package var portSpan: SourceSpan = .unknown

  /// Whether it stands for an action that an annotation describes, and no Service has its name (AWS
  /// Load Balancer Controller, Ingress annotations, `alb.ingress.kubernetes.io/actions`).
  package var isAction: Bool { port.name == "use-annotation" }

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a backend service") else {
      return nil
    }
    let name: String? = reader.required("name")
    nameSpan = reader.span(of: "name")
    reader.read("port", into: &port)
    portSpan = reader.span(of: "port")
    guard let name else { return nil }
    self.name = name
  }
}
