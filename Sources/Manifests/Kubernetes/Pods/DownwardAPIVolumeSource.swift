/// Fields of the pod as files.
///
/// Source: Kubernetes core/v1 DownwardAPIVolumeSource.
package struct DownwardAPIVolumeSource: ManifestDecodable, Sendable {
  /// Files.
  package var items: [DownwardAPIItem] = []
  /// File mode bits.
  package var defaultMode: Int = 0o644
  /// Where `defaultMode` was written; the enclosing object's place where it is absent.
  package var defaultModeSpan: SourceSpan = .unknown

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a downwardAPI volume") else {
      return nil
    }
    reader.read("items", into: &items)
    reader.read("defaultMode", into: &defaultMode)
    defaultModeSpan = reader.span(of: "defaultMode")
  }
}
