/// Where backups go and how long they stay.
///
/// Source: postgresql.cnpg.io/v1 BackupConfiguration.
package struct PostgresBackup: ManifestDecodable, Sendable {
  /// Object store.
  package var barmanObjectStore: ObjectStoreBackup?
  /// Snapshots.
  package var volumeSnapshot: VolumeSnapshotBackup?
  /// Age, as `30d`.
  package var retentionPolicy: String?
  /// Instance that is read.
  package var target: String = "prefer-standby"

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a backup") else { return nil }
    reader.read("barmanObjectStore", into: &barmanObjectStore)
    reader.read("volumeSnapshot", into: &volumeSnapshot)
    reader.read("retentionPolicy", into: &retentionPolicy)
    reader.read("target", into: &target)
  }
}
