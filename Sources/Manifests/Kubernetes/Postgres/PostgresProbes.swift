/// Changes of the probes of a cluster's instances.
///
/// Source: postgresql.cnpg.io/v1 ProbesConfiguration.
package struct PostgresProbes: ManifestDecodable, Sendable {
  /// The probe that restarts an instance.
  package var liveness = PostgresLivenessProbe()

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a probes") else { return nil }
    reader.read("liveness", into: &liveness)
  }
}
