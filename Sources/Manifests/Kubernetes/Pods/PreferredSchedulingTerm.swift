/// A wish with a weight.
///
/// Source: Kubernetes core/v1 PreferredSchedulingTerm.
package struct PreferredSchedulingTerm: ManifestDecodable, Sendable {
  /// Weight from 1 to 100.
  package var weight: Int
  /// Where the whole was written.
  package var span: SourceSpan
  /// Conditions that earn the weight.
  package var preference: NodeSelectorTerm

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a preferred node term") else {
      return nil
    }
    let weight: Int? = reader.required("weight")
    span = reader.span
    let preference: NodeSelectorTerm? = reader.required("preference")
    guard let weight, let preference else { return nil }
    self.weight = weight
    self.preference = preference
  }
}
