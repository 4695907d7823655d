/// Several sources in one directory.
///
/// Source: Kubernetes core/v1 ProjectedVolumeSource.
package struct ProjectedVolumeSource: ManifestDecodable, Sendable {
  /// Sources.
  package var sources: [VolumeProjection] = []
  /// File mode bits.
  package var defaultMode: Int = 0o644
  /// Where `defaultMode` was written; the enclosing object's place where it is absent.
  package var defaultModeSpan: SourceSpan = .unknown

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a projected volume") else {
      return nil
    }
    reader.read("sources", into: &sources)
    reader.read("defaultMode", into: &defaultMode)
    defaultModeSpan = reader.span(of: "defaultMode")
  }
}
