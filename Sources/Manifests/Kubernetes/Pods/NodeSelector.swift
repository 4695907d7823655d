/// Terms of which at least one must match.
///
/// Source: Kubernetes core/v1 NodeSelector.
package struct NodeSelector: ManifestDecodable, Sendable {
  /// Terms.
  package var nodeSelectorTerms: [NodeSelectorTerm] = []
  /// Where `nodeSelectorTerms` was written; the enclosing object's place where it is absent.
  package var nodeSelectorTermsSpan: SourceSpan = .unknown

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a node selector") else { return nil }
    reader.read("nodeSelectorTerms", into: &nodeSelectorTerms)
    nodeSelectorTermsSpan = reader.span(of: "nodeSelectorTerms")
  }
}
