/// A caller.
///
/// Source: istio.io security/v1 Rule.From.
package struct AuthorizationFrom: ManifestDecodable, Sendable {
  /// Conditions.
  package var source: AuthorizationSource = AuthorizationSource()

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a from") else { return nil }
    reader.read("source", into: &source)
  }
}
