/// A port of a gateway server, service entry or sidecar listener.
///
/// Source: istio.io networking/v1 Port and ServicePort.
package struct ServerPort: ManifestDecodable, Sendable {
  /// Number.
  package var number: Int
  /// Name.
  package var name: String = ""
  /// `HTTP`, `HTTPS`, `GRPC`, `HTTP2`, `TCP`, `TLS` ...
  package var `protocol`: String = "TCP"
  /// Endpoint port of a service entry; the number when nil.
  package var targetPort: Int?

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a port") else { return nil }
    let number: Int? = reader.required("number")
    reader.read("name", into: &name)
    reader.read("protocol", into: &`protocol`)
    reader.read("targetPort", into: &targetPort)
    guard let number else { return nil }
    self.number = number
  }
}
