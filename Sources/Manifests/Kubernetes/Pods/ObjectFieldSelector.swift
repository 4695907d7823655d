/// Picks a field of the pod, as `metadata.name` or `status.podIP`.
///
/// Source: Kubernetes core/v1 ObjectFieldSelector.
package struct ObjectFieldSelector: ManifestDecodable, Sendable {
  /// Version of the pod's schema that the path is written for.
  package var apiVersion: String = "v1"
  /// Path of the field.
  package var fieldPath: String
  /// Where `fieldPath` was written; the enclosing object's place where it is absent.
  package var fieldPathSpan: SourceSpan
  /// Where each field was written.
  package var spans: FieldSpans

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a field reference") else {
      return nil
    }
    spans = reader.spans
    reader.read("apiVersion", into: &apiVersion)
    if apiVersion.isEmpty { apiVersion = "v1" }
    let fieldPath: String? = reader.required("fieldPath")
    fieldPathSpan = reader.span(of: "fieldPath")
    guard let fieldPath else { return nil }
    self.fieldPath = fieldPath
  }
}
