/// A directory of the node.
///
/// Source: Kubernetes core/v1 HostPathVolumeSource.
package struct HostPathVolumeSource: ManifestDecodable, Sendable {
  /// Path on the node.
  package var path: String
  /// Check made before mounting, as `DirectoryOrCreate`.
  package var type: String = ""

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a hostPath volume") else {
      return nil
    }
    let path: String? = reader.required("path")
    reader.read("type", into: &type)
    guard let path else { return nil }
    self.path = path
  }
}
