/// The backup that a cluster is made from.
///
/// Source: postgresql.cnpg.io/v1 BootstrapRecovery.
package struct RecoverySource: ManifestDecodable, Sendable {
  /// External cluster.
  package var source: String?
  /// Backup.
  package var backup: LocalObjectReference?

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a recovery") else { return nil }
    reader.read("source", into: &source)
    reader.read("backup", into: &backup)
  }
}
