/// A call of the gRPC health service.
///
/// Source: Kubernetes core/v1 GRPCAction.
package struct GRPCAction: ManifestDecodable, Sendable {
  /// Port number.
  package var port: Int
  /// Service name in the health request.
  package var service: String = ""
  /// Where `port` was written; the enclosing object's place where it is absent.
  package var portSpan: SourceSpan = .unknown

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "grpc") else { return nil }
    let port: Int? = reader.required("port")
    portSpan = reader.span(of: "port")
    reader.read("service", into: &service)
    guard let port else { return nil }
    self.port = port
  }
}
