/// A header that a probe sends.
///
/// Source: Kubernetes core/v1 HTTPHeader.
package struct HTTPHeader: ManifestDecodable, Sendable {
  /// Header name.
  package var name: String
  /// Header value.
  package var value: String = ""
  /// Where each field was written.
  package var spans: FieldSpans = .unknown

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a header") else { return nil }
    spans = reader.spans
    let name: String? = reader.required("name")
    reader.read("value", into: &value)
    guard let name else { return nil }
    self.name = name
  }
}
