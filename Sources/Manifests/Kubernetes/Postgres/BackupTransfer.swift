/// How files go to the object store.
///
/// Source: postgresql.cnpg.io/v1 WalBackupConfiguration and DataBackupConfiguration.
package struct BackupTransfer: ManifestDecodable, Sendable {
  /// Compression.
  package var compression: String?
  /// Files at a time.
  package var maxParallel: Int = 1
  /// Streams of a base backup.
  package var jobs: Int?

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a transfer") else { return nil }
    reader.read("compression", into: &compression)
    reader.read("maxParallel", into: &maxParallel)
    reader.read("jobs", into: &jobs)
  }
}
