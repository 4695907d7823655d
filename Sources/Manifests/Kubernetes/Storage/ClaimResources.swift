/// Size asked for and greatest size.
///
/// Source: Kubernetes core/v1 VolumeResourceRequirements.
package struct ClaimResources: ManifestDecodable, Sendable {
  /// Size asked for.
  package var requests: ResourceList = ResourceList()
  /// Greatest size.
  package var limits: ResourceList = ResourceList()

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "claim resources") else { return nil }
    reader.read("requests", into: &requests)
    reader.read("limits", into: &limits)
  }
}
