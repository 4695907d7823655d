/// A directory of the node.
///
/// Source: Kubernetes core/v1 HostPathVolumeSource.
package struct HostPathVolumeSource: ManifestDecodable, Sendable {
  /// Path on the node.
  package var path: String
  /// Check made before mounting, as `DirectoryOrCreate`.
  package var type: String = ""
  /// Where `path` was written; the enclosing object's place where it is absent.
  package var pathSpan: SourceSpan = .unknown

  /// Source: Kubernetes core/v1 HostPathType.
  private static let types = [
    "DirectoryOrCreate", "Directory", "FileOrCreate", "File", "Socket", "CharDevice",
    "BlockDevice",
  ]

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a hostPath volume") else {
      return nil
    }
    let path: String? = reader.required("path")
    pathSpan = reader.span(of: "path")
    reader.readWord("type", of: Self.types, into: &type, diagnostics)
    guard let path else { return nil }
    self.path = path
  }
}
