/// How a cluster comes to be; one field is set.
///
/// Source: postgresql.cnpg.io/v1 BootstrapConfiguration.
package struct PostgresBootstrap: ManifestDecodable, Sendable {
  /// Empty.
  package var initdb: InitialDatabase?
  /// From a backup.
  package var recovery: RecoverySource?

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a bootstrap") else { return nil }
    reader.read("initdb", into: &initdb)
    reader.read("recovery", into: &recovery)
  }
}
