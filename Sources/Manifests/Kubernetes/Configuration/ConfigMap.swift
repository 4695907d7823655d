/// Settings as keys and text.
///
/// Source: Kubernetes core/v1 ConfigMap.
package struct ConfigMap: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// Text by key.
  package var data: StringMap = StringMap()
  /// Base64 text by key.
  package var binaryData: StringMap = StringMap()
  /// Whether the keys may never change.
  package var immutable: Bool = false
  /// Where each text was written, by key.
  package var dataSpans: [String: SourceSpan] = [:]
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a ConfigMap") else { return nil }
    let metadata: ObjectMeta? = object.required("metadata")
    object.read("data", into: &data)
    dataSpans = object.valueSpans(of: "data").merging(object.valueSpans(of: "binaryData")) { $1 }
    object.read("binaryData", into: &binaryData)
    object.read("immutable", into: &immutable)
    guard let metadata else { return nil }
    self.metadata = metadata
    span = object.span
  }
}
