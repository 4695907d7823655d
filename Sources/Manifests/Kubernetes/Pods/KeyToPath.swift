/// A key of a ConfigMap or Secret put at a path.
///
/// Source: Kubernetes core/v1 KeyToPath.
package struct KeyToPath: ManifestDecodable, Sendable {
  /// Key.
  package var key: String
  /// File below the mount path.
  package var path: String
  /// File mode bits.
  package var mode: Int?
  /// Where `path` was written; the enclosing object's place where it is absent.
  package var pathSpan: SourceSpan = .unknown
  /// Where `mode` was written; the enclosing object's place where it is absent.
  package var modeSpan: SourceSpan = .unknown
  /// Where `key` was written; the enclosing object's place where it is absent.
  package var keySpan: SourceSpan = .unknown

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a key to path") else { return nil }
    let key: String? = reader.required("key")
    keySpan = reader.span(of: "key")
    let path: String? = reader.required("path")
    pathSpan = reader.span(of: "path")
    reader.read("mode", into: &mode)
    modeSpan = reader.span(of: "mode")
    guard let key, let path else { return nil }
    self.key = key
    self.path = path
  }
}
