/// Path and host put in place before forwarding.
///
/// Source: istio.io networking/v1 HTTPRewrite.
package struct HTTPRewrite: ManifestDecodable, Sendable {
  /// New path or prefix.
  package var uri: String?
  /// New host.
  package var authority: String?

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a rewrite") else { return nil }
    reader.read("uri", into: &uri)
    reader.read("authority", into: &authority)
  }
}
