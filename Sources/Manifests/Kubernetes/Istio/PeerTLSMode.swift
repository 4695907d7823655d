/// Mutual TLS that a proxy asks of its callers.
///
/// Source: istio.io security/v1 PeerAuthentication.MutualTLS.
package struct PeerTLSMode: ManifestDecodable, Sendable {
  /// `UNSET` (inherits), `DISABLE`, `PERMISSIVE`, `STRICT`.
  package var mode: String = "UNSET"

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "mtls") else { return nil }
    reader.read("mode", into: &mode)
  }
}
