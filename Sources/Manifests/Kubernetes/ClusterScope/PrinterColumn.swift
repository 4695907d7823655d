/// A column of a custom resource in what `kubectl get` prints.
///
/// Source: Kubernetes apiextensions/v1 CustomResourceColumnDefinition.
package struct PrinterColumn: ManifestDecodable, Sendable {
  /// What stands above it.
  package var name: String = ""
  /// What its values are, as `integer` or `date`.
  package var type: String = ""
  /// How values of some types are written, as `int32`.
  package var format: String = ""
  /// Where its value is in an object, as `.spec.replicas`.
  package var jsonPath: String = ""
  /// Where the whole was written.
  package var span: SourceSpan
  /// Where each field was written.
  package var spans: FieldSpans

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a column") else { return nil }
    span = reader.span
    spans = reader.spans
    reader.read("name", into: &name)
    reader.read("type", into: &type)
    reader.read("format", into: &format)
    reader.read("jsonPath", into: &jsonPath)
  }
}
