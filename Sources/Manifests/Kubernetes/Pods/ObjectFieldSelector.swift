/// Picks a field of the pod, as `metadata.name` or `status.podIP`.
///
/// Source: Kubernetes core/v1 ObjectFieldSelector.
package struct ObjectFieldSelector: ManifestDecodable, Sendable {
  /// Path of the field.
  package var fieldPath: String
  /// Where `fieldPath` was written; the enclosing object's place where it is absent.
  package var fieldPathSpan: SourceSpan

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a field reference") else {
      return nil
    }
    let fieldPath: String? = reader.required("fieldPath")
    fieldPathSpan = reader.span(of: "fieldPath")
    guard let fieldPath else { return nil }
    self.fieldPath = fieldPath
  }
}
