/// Values of a node label that a class may provision in.
///
/// Source: Kubernetes core/v1 TopologySelectorLabelRequirement.
package struct TopologyLabelRequirement: ManifestDecodable, Sendable {
  /// Node label.
  package var key: String
  /// Allowed values.
  package var values: [String] = []
  /// Where each field was written.
  package var spans: FieldSpans = .unknown

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a topology label") else { return nil }
    spans = reader.spans
    let key: String? = reader.required("key")
    reader.read("values", into: &values)
    guard let key else { return nil }
    self.key = key
  }
}
