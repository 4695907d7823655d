/// Bounds that make a proxy answer 503 UO.
///
/// Source: istio.io networking/v1 ConnectionPoolSettings.
package struct ConnectionPool: ManifestDecodable, Sendable {
  /// Bounds of connections.
  package var tcp: TCPSettings = TCPSettings()
  /// Bounds of requests.
  package var http: HTTPSettings = HTTPSettings()

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a connection pool") else {
      return nil
    }
    reader.read("tcp", into: &tcp)
    reader.read("http", into: &http)
  }
}
