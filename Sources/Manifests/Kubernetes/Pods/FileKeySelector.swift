/// A variable of a file that another container of the pod writes.
///
/// No file of a pod is simulated, so that only the checks look at it.
/// Source: Kubernetes core/v1 FileKeySelector.
package struct FileKeySelector: ManifestDecodable, Sendable {
  /// The volume that holds the file.
  package var volumeName = ""
  /// The file's path in the volume.
  package var path = ""
  /// The variable's name in the file.
  package var key = ""
  /// Where the whole was written.
  package var span: SourceSpan = .unknown
  /// Where each field was written.
  package var spans: FieldSpans = .unknown

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a key of a file") else { return nil }
    span = reader.span
    spans = reader.spans
    reader.read("volumeName", into: &volumeName)
    reader.read("path", into: &path)
    reader.read("key", into: &key)
  }
}
