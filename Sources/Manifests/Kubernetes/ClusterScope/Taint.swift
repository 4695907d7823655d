/// A mark of a node that keeps pods away.
///
/// Source: Kubernetes core/v1 Taint.
package struct Taint: ManifestDecodable, Sendable {
  /// Key.
  package var key: String
  /// Value.
  package var value: String = ""
  /// What it does.
  package var effect: TaintEffect
  /// Where the whole was written.
  package var span: SourceSpan
  /// Where each field was written.
  package var spans: FieldSpans = .unknown

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a taint") else { return nil }
    spans = reader.spans
    let key: String? = reader.required("key")
    reader.read("value", into: &value)
    let effect: TaintEffect? = reader.requiredField("effect", diagnostics)
    span = reader.span
    guard let key, let effect else { return nil }
    self.key = key
    self.effect = effect
  }
}
