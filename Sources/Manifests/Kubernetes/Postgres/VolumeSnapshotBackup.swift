/// Backups by volume snapshots.
///
/// Source: postgresql.cnpg.io/v1 VolumeSnapshotConfiguration.
package struct VolumeSnapshotBackup: ManifestDecodable, Sendable {
  /// Snapshot class.
  package var className: String?
  /// Whether the server keeps running.
  package var online: Bool = true

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a volumeSnapshot") else { return nil }
    reader.read("className", into: &className)
    reader.read("online", into: &online)
  }
}
