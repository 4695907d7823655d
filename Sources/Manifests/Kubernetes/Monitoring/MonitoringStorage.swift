/// Disk of a Prometheus or Alertmanager pod.
///
/// Source: monitoring.coreos.com/v1 StorageSpec.
package struct MonitoringStorage: ManifestDecodable, Sendable {
  /// Claim of each pod.
  package var volumeClaimTemplate: ClaimTemplate?

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a storage") else { return nil }
    reader.read("volumeClaimTemplate", into: &volumeClaimTemplate)
  }
}
