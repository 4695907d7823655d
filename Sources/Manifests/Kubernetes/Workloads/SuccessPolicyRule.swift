/// Indexes whose success is the Job's success.
///
/// Source: Kubernetes batch/v1 SuccessPolicyRule.
package struct SuccessPolicyRule: ManifestDecodable, Sendable {
  /// Indexes, as `0,2-4`.
  package var succeededIndexes: String?
  /// How many of them must succeed.
  package var succeededCount: Int?
  /// Where each field was written.
  package var spans: FieldSpans = .unknown

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a success rule") else { return nil }
    spans = reader.spans
    reader.read("succeededIndexes", into: &succeededIndexes)
    reader.read("succeededCount", into: &succeededCount)
  }
}
