/// A disk or directory of one node.
///
/// Source: Kubernetes core/v1 LocalVolumeSource.
package struct LocalVolumeSource: ManifestDecodable, Sendable {
  /// Path on the node.
  package var path: String
  /// File system.
  package var fsType: String?
  /// Where each field was written.
  package var spans: FieldSpans = .unknown

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a local volume") else { return nil }
    spans = reader.spans
    let path: String? = reader.required("path")
    reader.read("fsType", into: &fsType)
    guard let path else { return nil }
    self.path = path
  }
}
