/// Labels that must all match.
///
/// Source: Kubernetes core/v1 TopologySelectorTerm.
package struct TopologyTerm: ManifestDecodable, Sendable {
  /// Labels.
  package var matchLabelExpressions: [TopologyLabelRequirement] = []

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a topology term") else { return nil }
    reader.read("matchLabelExpressions", into: &matchLabelExpressions)
  }
}
