/// A field of the pod as a file.
///
/// Source: Kubernetes core/v1 DownwardAPIVolumeFile.
package struct DownwardAPIItem: ManifestDecodable, Sendable {
  /// File below the mount path.
  package var path: String
  /// Field of the pod.
  package var fieldRef: ObjectFieldSelector?
  /// Request or limit of a container.
  package var resourceFieldRef: ResourceFieldSelector?
  /// File mode bits.
  package var mode: Int?
  /// Where `path` was written; the enclosing object's place where it is absent.
  package var pathSpan: SourceSpan = .unknown
  /// Where `mode` was written; the enclosing object's place where it is absent.
  package var modeSpan: SourceSpan = .unknown
  /// Where the whole was written.
  package var span: SourceSpan = .unknown
  /// Where each field was written.
  package var spans: FieldSpans = .unknown

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a downward API item") else {
      return nil
    }
    spans = reader.spans
    span = reader.span
    let path: String? = reader.required("path")
    pathSpan = reader.span(of: "path")
    reader.read("mode", into: &mode)
    modeSpan = reader.span(of: "mode")
    reader.read("fieldRef", into: &fieldRef)
    reader.read("resourceFieldRef", into: &resourceFieldRef)
    guard let path else { return nil }
    self.path = path
  }
}
