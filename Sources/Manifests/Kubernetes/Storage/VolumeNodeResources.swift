/// How many volumes of a driver a node can attach.
///
/// Source: Kubernetes storage/v1 VolumeNodeResources.
package struct VolumeNodeResources: ManifestDecodable, Sendable {
  /// Number of volumes; nil means no limit.
  package var count: Int?

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "what a node can attach") else {
      return nil
    }
    reader.read("count", into: &count)
  }
}
