/// A redirect answered in place of routing.
///
/// Source: istio.io networking/v1 HTTPRedirect.
package struct HTTPRedirect: ManifestDecodable, Sendable {
  /// New path.
  package var uri: String?
  /// New host.
  package var authority: String?
  /// Status.
  package var redirectCode: Int = 301

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a redirect") else { return nil }
    reader.read("uri", into: &uri)
    reader.read("authority", into: &authority)
    reader.read("redirectCode", into: &redirectCode)
  }
}
