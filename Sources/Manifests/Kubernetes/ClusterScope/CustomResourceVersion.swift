/// A version of a custom resource.
///
/// Source: Kubernetes apiextensions/v1 CustomResourceDefinitionVersion.
package struct CustomResourceVersion: ManifestDecodable, Sendable {
  /// Version, as `v1`.
  package var name: String
  /// Whether it is served.
  package var served: Bool = true
  /// Whether it is the stored one.
  package var storage: Bool = false
  /// What its objects look like.
  package var schema: CustomResourceSchema?
  /// Where the whole was written.
  package var span: SourceSpan
  /// Where each field was written.
  package var spans: FieldSpans

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a version") else { return nil }
    let name: String? = reader.required("name")
    span = reader.span
    spans = reader.spans
    reader.read("served", into: &served)
    if let written = reader.node("schema")?["openAPIV3Schema"], !written.isNull {
      schema = CustomResourceSchema(node: written)
    }
    reader.read("storage", into: &storage)
    guard let name else { return nil }
    self.name = name
  }
}
