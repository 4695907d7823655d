/// A ConfigMap as files.
///
/// Source: Kubernetes core/v1 ConfigMapVolumeSource.
package struct ConfigMapVolumeSource: ManifestDecodable, Sendable {
  /// Name of the ConfigMap.
  package var name: String
  /// Keys shown; all when empty.
  package var items: [KeyToPath] = []
  /// Whether a missing ConfigMap is no error; else the pod waits in ContainerCreating.
  package var optional: Bool = false
  /// File mode bits.
  package var defaultMode: Int = 0o644
  /// Where `defaultMode` was written; the enclosing object's place where it is absent.
  package var defaultModeSpan: SourceSpan = .unknown
  /// Where `name` was written; the enclosing object's place where it is absent.
  package var nameSpan: SourceSpan = .unknown

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a configMap volume") else {
      return nil
    }
    let name: String? = reader.required("name")
    nameSpan = reader.span(of: "name")
    reader.read("items", into: &items)
    reader.read("optional", into: &optional)
    reader.read("defaultMode", into: &defaultMode)
    defaultModeSpan = reader.span(of: "defaultMode")
    guard let name else { return nil }
    self.name = name
  }
}
