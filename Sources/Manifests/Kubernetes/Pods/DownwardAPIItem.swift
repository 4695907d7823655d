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

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a downward API item") else {
      return nil
    }
    let path: String? = reader.required("path")
    reader.read("fieldRef", into: &fieldRef)
    reader.read("resourceFieldRef", into: &resourceFieldRef)
    guard let path else { return nil }
    self.path = path
  }
}
