/// A PostgreSQL primary with its standbys, run by CloudNativePG.
///
/// Source: postgresql.cnpg.io/v1 Cluster; defaults CloudNativePG docs, API reference.
package struct PostgresCluster: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// Where `instances` was written; the enclosing object's place where it is absent.
  package var instancesSpan: SourceSpan
  /// Where `resources` was written; the enclosing object's place where it is absent.
  package var resourcesSpan: SourceSpan
  /// Primary and standbys.
  package var instances: Int = 1
  /// Image.
  package var imageName: String?
  /// Disk of the data.
  package var storage: PostgresStorage = PostgresStorage()
  /// Disk of the WAL.
  package var walStorage: PostgresStorage?
  /// Further disks of the data.
  package var tablespaces: [PostgresTablespace] = []
  /// Requests and limits of an instance.
  package var resources: ResourceRequirements = ResourceRequirements()
  /// Placement.
  package var affinity: PostgresAffinity = PostgresAffinity()
  /// Spreading.
  package var topologySpreadConstraints: [TopologySpreadConstraint] = []
  /// Settings of the servers.
  package var postgresql: PostgresConfiguration = PostgresConfiguration()
  /// Least number of synchronous standbys (older form).
  package var minSyncReplicas: Int = 0
  /// Greatest number of synchronous standbys (older form).
  package var maxSyncReplicas: Int = 0
  /// Replication slots.
  package var replicationSlots: ReplicationSlots = ReplicationSlots()
  /// How it comes to be.
  package var bootstrap: PostgresBootstrap?
  /// Backups.
  package var backup: PostgresBackup?
  /// Plugins.
  package var plugins: [PostgresPlugin] = []
  /// Seconds between finding the primary unhealthy and the failover.
  package var failoverDelay: Int = 0
  /// Seconds that a primary gets to stop at a switchover.
  package var switchoverDelay: Int = 3_600
  /// Seconds that an instance gets to start.
  package var startDelay: Int = 3_600
  /// Seconds that an instance gets to stop.
  package var stopDelay: Int = 1_800
  /// Seconds that an instance may fail its liveness probe before it is restarted.
  package var livenessProbeTimeout: Int?
  /// Changes of the instances' probes.
  package var probes = PostgresProbes()
  /// Seconds of these for open sessions.
  package var smartShutdownTimeout: Int = 180
  /// Whether the primary is rolled without a hand.
  package var primaryUpdateStrategy: String = "unsupervised"
  /// `restart` or `switchover`.
  package var primaryUpdateMethod: String = "restart"
  /// Whether the operator makes disruption budgets.
  package var enablePDB: Bool = true
  /// Priority class.
  package var priorityClassName: String?
  /// Metrics.
  package var monitoring: PostgresMonitoring = PostgresMonitoring()
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a Cluster") else { return nil }
    let metadata: ObjectMeta? = object.required("metadata")
    guard var spec = object.requiredSection("spec", diagnostics) else { return nil }
    instancesSpan = spec.span(of: "instances")
    resourcesSpan = spec.span(of: "resources")
    spec.read("instances", into: &instances)
    spec.read("imageName", into: &imageName)
    spec.read("storage", into: &storage)
    spec.read("walStorage", into: &walStorage)
    spec.read("tablespaces", into: &tablespaces)
    spec.read("resources", into: &resources)
    spec.read("affinity", into: &affinity)
    spec.read("topologySpreadConstraints", into: &topologySpreadConstraints)
    spec.read("postgresql", into: &postgresql)
    guard let metadata else { return nil }
    self.metadata = metadata
    span = object.span
    readOperation(&spec)
  }

  private mutating func readOperation(_ spec: inout ObjectReader) {
    spec.read("minSyncReplicas", into: &minSyncReplicas)
    spec.read("maxSyncReplicas", into: &maxSyncReplicas)
    spec.read("replicationSlots", into: &replicationSlots)
    spec.read("bootstrap", into: &bootstrap)
    spec.read("backup", into: &backup)
    spec.read("plugins", into: &plugins)
    spec.read("failoverDelay", into: &failoverDelay)
    spec.read("switchoverDelay", into: &switchoverDelay)
    spec.read("startDelay", into: &startDelay)
    spec.read("stopDelay", into: &stopDelay)
    spec.read("livenessProbeTimeout", into: &livenessProbeTimeout)
    spec.read("probes", into: &probes)
    spec.read("smartShutdownTimeout", into: &smartShutdownTimeout)
    spec.read("primaryUpdateStrategy", into: &primaryUpdateStrategy)
    spec.read("primaryUpdateMethod", into: &primaryUpdateMethod)
    spec.read("enablePDB", into: &enablePDB)
    spec.read("priorityClassName", into: &priorityClassName)
    spec.read("monitoring", into: &monitoring)
  }
}
