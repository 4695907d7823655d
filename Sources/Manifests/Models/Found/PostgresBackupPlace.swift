/// Where the backups of a CloudNativePG cluster go: as its `backup` says, or as its plugin for
/// Barman does.
struct PostgresBackupPlace: Sendable {
  /// The object store; nil where it is none, or not among the manifests.
  let store: ObjectStoreBackup?
  /// How long backups stay, as `30d`.
  let retentionPolicy: String?
  /// Whether the WAL goes there too.
  let keepsWAL: Bool

  /// Finds the place of a cluster's backups; nil where it has none.
  init?(of cluster: PostgresCluster, among manifests: ManifestSet) {
    let backup = cluster.backup
    let plugin = cluster.plugins.first { $0.objectStore != nil }
    guard backup != nil || plugin != nil else { return nil }
    let object = manifests.barmanObjectStores.first {
      $0.metadata.name == plugin?.objectStore && $0.metadata.home == cluster.metadata.home
    }
    store = backup?.barmanObjectStore ?? object?.configuration
    retentionPolicy = backup?.retentionPolicy ?? object?.retentionPolicy
    keepsWAL = backup?.barmanObjectStore != nil || plugin?.isWALArchiver == true
  }
}
