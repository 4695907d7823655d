/// Conditions on the pods that a quota counts.
///
/// Source: Kubernetes core/v1 ScopeSelector.
package struct ScopeSelector: ManifestDecodable, Sendable {
  /// Conditions.
  package var matchExpressions: [ScopedSelectorRequirement] = []

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a scope selector") else { return nil }
    reader.read("matchExpressions", into: &matchExpressions)
  }
}
