/// Metrics of the instances.
///
/// Source: postgresql.cnpg.io/v1 MonitoringConfiguration.
package struct PostgresMonitoring: ManifestDecodable, Sendable {
  /// Whether the operator makes a PodMonitor.
  package var enablePodMonitor: Bool = false

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a monitoring") else { return nil }
    reader.read("enablePodMonitor", into: &enablePodMonitor)
  }
}
