/// Compares a text; one field is set.
///
/// Source: istio.io networking/v1 StringMatch.
package struct StringMatch: ManifestDecodable, Sendable {
  /// Equal.
  package var exact: String?
  /// Starts with.
  package var prefix: String?
  /// Matches the RE2 expression.
  package var regex: String?

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a string match") else { return nil }
    reader.read("exact", into: &exact)
    reader.read("prefix", into: &prefix)
    reader.read("regex", into: &regex)
  }
}
