/// An export of an NFS server.
///
/// Source: Kubernetes core/v1 NFSVolumeSource.
package struct NFSVolumeSource: ManifestDecodable, Sendable {
  /// Server name or address.
  package var server: String
  /// Exported path.
  package var path: String
  /// Whether writes are refused.
  package var readOnly: Bool = false
  /// Where `path` was written; the enclosing object's place where it is absent.
  package var pathSpan: SourceSpan = .unknown
  /// Where each field was written.
  package var spans: FieldSpans = .unknown

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a nfs volume") else { return nil }
    spans = reader.spans
    let server: String? = reader.required("server")
    let path: String? = reader.required("path")
    pathSpan = reader.span(of: "path")
    reader.read("readOnly", into: &readOnly)
    guard let server, let path else { return nil }
    self.server = server
    self.path = path
  }
}
