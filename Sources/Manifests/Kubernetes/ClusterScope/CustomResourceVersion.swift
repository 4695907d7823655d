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
  /// What `kubectl get` prints of them.
  package var additionalPrinterColumns: [PrinterColumn] = []
  /// Where they have their replicas.
  package var scale: ScaleSubresource?
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
    reader.read("additionalPrinterColumns", into: &additionalPrinterColumns)
    let subresources = reader.node("subresources")
    guard let name else { return nil }
    self.name = name
    if let subresources { readSubresources(subresources, diagnostics) }
  }

  private mutating func readSubresources(_ node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    if let status = node["status"], !status.isNull, status.pairs == nil {
      diagnostics.wrongType("a status subresource (a mapping)", status)
    }
    guard let written = node["scale"], !written.isNull else { return }
    scale = ScaleSubresource(from: written, diagnostics)
  }
}
