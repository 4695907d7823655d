/// A room of names; its labels select meshes, policies and Pod Security levels.
///
/// Source: Kubernetes core/v1 Namespace.
package struct Namespace: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// Where the whole object was written.
  package var span: SourceSpan
  /// Where each label's value was written.
  var labelSpans: FieldSpans

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a Namespace") else { return nil }
    let metadata: ObjectMeta? = object.required("metadata")
    guard let metadata else { return nil }
    self.metadata = metadata
    span = object.span
    labelSpans = FieldSpans(
      (node["metadata"]?["labels"]?.pairs ?? []).map { ($0.key.text ?? "", $0.value.span) },
      start: metadata.labelsSpan)
  }
}
