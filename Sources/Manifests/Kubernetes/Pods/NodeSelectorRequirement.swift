/// A condition on a node's label or field.
///
/// Source: Kubernetes core/v1 NodeSelectorRequirement.
package struct NodeSelectorRequirement: ManifestDecodable, Sendable {
  /// Label or field.
  package var key: String
  /// Comparison.
  package var `operator`: SelectorOperator
  /// Values compared with.
  package var values: [String] = []
  /// Where `values` was written; the enclosing object's place where it is absent.
  package var valuesSpan: SourceSpan = .unknown
  /// Where each field was written.
  package var spans: FieldSpans = .unknown

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a node selector requirement") else {
      return nil
    }
    spans = reader.spans
    let key: String? = reader.required("key")
    let `operator`: SelectorOperator? = reader.required("operator")
    reader.read("values", into: &values)
    valuesSpan = reader.span(of: "values")
    guard let key, let `operator` else { return nil }
    self.key = key
    self.operator = `operator`
  }
}
