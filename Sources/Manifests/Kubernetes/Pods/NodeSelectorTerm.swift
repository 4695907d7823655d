/// Conditions that must all hold; an empty term matches no node.
///
/// Source: Kubernetes core/v1 NodeSelectorTerm.
package struct NodeSelectorTerm: ManifestDecodable, Sendable {
  /// Conditions on labels.
  package var matchExpressions: [NodeSelectorRequirement] = []
  /// Conditions on fields, in practice `metadata.name`.
  package var matchFields: [NodeSelectorRequirement] = []

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a node selector term") else {
      return nil
    }
    reader.read("matchExpressions", into: &matchExpressions)
    reader.read("matchFields", into: &matchFields)
  }
}
