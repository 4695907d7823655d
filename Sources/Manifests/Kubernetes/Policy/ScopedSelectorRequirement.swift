/// A condition on the pods that a quota counts.
///
/// Source: Kubernetes core/v1 ScopedResourceSelectorRequirement.
package struct ScopedSelectorRequirement: ManifestDecodable, Sendable {
  /// Scope, as `PriorityClass`.
  package var scopeName: String
  /// Comparison.
  package var `operator`: SelectorOperator
  /// Values compared with.
  package var values: [String] = []
  /// Where the whole was written.
  package var span: SourceSpan

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a scope requirement") else {
      return nil
    }
    let scopeName: String? = reader.required("scopeName")
    let `operator`: SelectorOperator? = reader.required("operator")
    reader.read("values", into: &values)
    span = reader.span
    guard let scopeName, let `operator` else { return nil }
    self.scopeName = scopeName
    self.operator = `operator`
  }
}
