import SimulationKernel

/// Where the backups of a CloudNativePG cluster go: as its `backup` says, or as its plugin for
/// Barman does.
struct PostgresBackupPlace: Sendable {
  /// The object store; nil where it is none, or not among the manifests.
  let store: ObjectStoreBackup?
  /// How long backups stay, as `30d`.
  let retentionPolicy: String?
  /// How long a segment of the WAL is filled at most before it goes there too; nil where none does.
  let archiveDelay: SimDuration?

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
    guard backup?.barmanObjectStore != nil || plugin?.isWALArchiver == true else {
      archiveDelay = nil
      return
    }
    let timeout = cluster.postgresql.parameters["archive_timeout"]
    archiveDelay = timeout.flatMap { PostgresUnits.duration($0, unit: .seconds(1)) } ?? .minutes(5)
  }
}
