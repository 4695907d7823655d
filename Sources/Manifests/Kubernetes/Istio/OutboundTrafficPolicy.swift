/// What happens with unknown hosts.
///
/// Source: istio.io networking/v1 OutboundTrafficPolicy.
package struct OutboundTrafficPolicy: ManifestDecodable, Sendable {
  /// `ALLOW_ANY` or `REGISTRY_ONLY`.
  package var mode: String = "ALLOW_ANY"

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "an outbound traffic policy") else {
      return nil
    }
    reader.read("mode", into: &mode)
  }
}
