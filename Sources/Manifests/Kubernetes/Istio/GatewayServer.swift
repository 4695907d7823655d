/// A port of a gateway with its hosts.
///
/// Source: istio.io networking/v1 Server.
package struct GatewayServer: ManifestDecodable, Sendable {
  /// Port.
  package var port: ServerPort
  /// Hosts, with an optional `namespace/` before.
  package var hosts: [String] = []
  /// TLS.
  package var tls: ServerTLS?
  /// Name.
  package var name: String = ""

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a server") else { return nil }
    let port: ServerPort? = reader.required("port")
    reader.read("hosts", into: &hosts)
    reader.read("tls", into: &tls)
    reader.read("name", into: &name)
    guard let port else { return nil }
    self.port = port
  }
}
