/// TLS of a calling proxy.
///
/// Source: istio.io networking/v1 ClientTLSSettings.
package struct ClientTLS: ManifestDecodable, Sendable {
  /// `DISABLE`, `SIMPLE`, `MUTUAL`, `ISTIO_MUTUAL`.
  package var mode: String = "DISABLE"
  /// Secret with the certificate.
  package var credentialName: String?
  /// Server name.
  package var sni: String?
  /// Names accepted.
  package var subjectAltNames: [String] = []

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "tls") else { return nil }
    reader.read("mode", into: &mode)
    reader.read("credentialName", into: &credentialName)
    reader.read("sni", into: &sni)
    reader.read("subjectAltNames", into: &subjectAltNames)
  }
}
