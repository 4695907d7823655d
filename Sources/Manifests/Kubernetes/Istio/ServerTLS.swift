/// TLS of a gateway server.
///
/// Source: istio.io networking/v1 ServerTLSSettings.
package struct ServerTLS: ManifestDecodable, Sendable {
  /// `PASSTHROUGH`, `SIMPLE`, `MUTUAL`, `AUTO_PASSTHROUGH`, `ISTIO_MUTUAL`.
  package var mode: String = "PASSTHROUGH"
  /// Whether plain HTTP is redirected.
  package var httpsRedirect: Bool = false
  /// Secret with the certificate.
  package var credentialName: String?
  /// Least TLS version.
  package var minProtocolVersion: String?

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "tls") else { return nil }
    reader.read("mode", into: &mode)
    reader.read("httpsRedirect", into: &httpsRedirect)
    reader.read("credentialName", into: &credentialName)
    reader.read("minProtocolVersion", into: &minProtocolVersion)
  }
}
