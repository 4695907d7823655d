package import Cluster
package import Manifests

/// A store's document, and what of the cluster it names.
package struct StoreBinding: Sendable {
  /// The document.
  package let model: StoreModel
  /// The workload whose pods hold the data, by the cluster's numbering.
  package let workload: Int
  /// The workload whose pods hold the further copies, where masters and replicas are pods of two;
  /// nil where one has all.
  package let followers: Int?
  /// The workload whose pods carry the coordinating group; nil where the data pods do.
  package let keeper: Int?
  /// The Service that writes go to.
  package let writeService: Int
  /// The Service that reads go to.
  package let readService: Int
  /// How it is backed up.
  package let backup: FoundBackup
  /// The CronJobs whose pods make the backups, by the cluster's numbering.
  package let backupJobs: [Int]
  /// The settings that the document writes, and those that the manifests write besides.
  package let settings: StoreSettings

  /// Binds a document.
  package init(
    model: StoreModel, workload: Int, followers: Int? = nil, keeper: Int?, writeService: Int,
    readService: Int, configured: StoreSettings, backup: FoundBackup, backupJobs: [Int]
  ) {
    self.backup = backup
    self.backupJobs = backupJobs
    self.model = model
    settings = model.settings.over(configured)
    self.workload = workload
    self.followers = followers
    self.keeper = keeper
    self.writeService = writeService
    self.readService = readService
  }

  /// The cluster's workloads that carry a store's members, and which.
  func seats(
    on cluster: ClusterSpec, of state: StoreState
  ) -> [(workload: Int, members: Range<Int>)] {
    let further = followers.map { cluster.workloads[$0].replicas } ?? 0
    let end = state.members.upperBound - further
    var seats = [(workload: workload, members: state.members.lowerBound..<end)]
    if let followers { seats.append((followers, end..<state.members.upperBound)) }
    if let keeper { seats.append((keeper, state.coordinators)) }
    return seats
  }

  /// The number of a store's operation among all operations of all stores: how calls name it.
  package static func number(of store: Int, operation: Int, in bound: [StoreBinding]) -> Int {
    bound[..<store].reduce(0) { $0 + $1.model.operations.count } + operation
  }

  /// How the store hands messages to consumers; nil for one that is no broker.
  package func deliveryRules(on cluster: ClusterSpec) -> DeliveryRules? {
    setup(on: cluster).configuration.delivery
  }

  /// The ports that its pods listen on.
  package func ports(on cluster: ClusterSpec) -> StorePorts {
    model.engine.ports(isStrimzi: cluster.workloads[workload].kind == .podSet)
  }

  /// What the run should say that it found of this document on a cluster.
  func findings(on cluster: ClusterSpec) -> [String] {
    EngineCatalog.findings(of: model.engine, options(on: cluster))
      + EngineFacts.sentences(of: setup(on: cluster), engine: model.engine)
  }

  private func options(on cluster: ClusterSpec) -> EngineOptions {
    let data = cluster.workloads[workload]
    let further = followers.map { cluster.workloads[$0].replicas } ?? 0
    var options = EngineOptions(members: max(1, data.replicas + further))
    options.coordinators = keeper.map { cluster.workloads[$0].replicas } ?? 0
    options.shards = followers == nil ? model.shards : data.replicas
    options.replicas = model.replicas
    options.isOperated = data.kind == .operated
    options.isReplicated = data.userKind == "RedisFailover"
    options.manager = manager(of: data)
    options.settings = settings
    let container = data.template.containers.first { !$0.isSidecar }
    let memory = settings.number("memory").map { Int64($0) } ?? container?.memoryLimit
    options.memory = memory
    options.version = container.flatMap { $0.image.split(separator: ":").last.map { String($0) } }
    return options
  }

  /// Who looks after the pods, with what its own configuration says of how.
  private func manager(of data: WorkloadSpec) -> StoreOperator {
    var manager =
      settings.word("operator").flatMap { StoreOperatorCatalog.named($0) } ?? usualManager(of: data)
    if let period = settings.duration("reconcilePeriod") { manager.repair?.period = period }
    if let patience = settings.duration("failedPodTimeout") { manager.repair?.patience = patience }
    if let spreads = settings.flag("mastersInDifferentZones") {
      manager.repair?.spreadsLeaders = spreads
    }
    return manager
  }

  private func usualManager(of data: WorkloadSpec) -> StoreOperator {
    switch data.kind {
    case .operated: return .cloudNativePG
    case .podSet: return .strimzi
    default:
      guard data.userKind == "RedisFailover" else {
        return followers == nil ? .statefulSet : .redis
      }
      return .redisFailover
    }
  }

  /// The workload with the software of the operator that looks after the pods, by the cluster's
  /// numbering; nil where there is none, or the platform does not show it.
  func operatorSoftware(on cluster: ClusterSpec) -> Int? {
    let data = cluster.workloads[workload]
    let kept = OperatorCatalog.all.first { $0.kinds.contains(data.userKind) }
    let images = kept?.images ?? manager(of: data).images
    return cluster.workloads.firstIndex { candidate in
      candidate.template.containers.contains { container in
        images.contains { container.image.contains($0) }
      }
    }
  }

  /// The store to run on a cluster.
  func setup(on cluster: ClusterSpec) -> StoreSetup {
    let data = cluster.workloads[workload]
    let options = options(on: cluster)
    let claim = data.claimTemplates.first
    let isLocal = cluster.storageClasses.contains {
      $0.name == claim?.storageClass && $0.isLocal
    }
    var setup = StoreSetup(
      name: model.name,
      configuration: EngineCatalog.configuration(of: model.engine, options),
      memberCount: options.members, coordinatorCount: options.coordinators,
      disk: isLocal ? .localNVMe : .networkSSD)
    setup.configuration.manager = options.manager
    setup.diskBytes = claim?.bytes
    // CloudNativePG's walStorage.
    setup.logDiskBytes = data.claimTemplates.first { $0.name.hasSuffix("-wal") }?.bytes
    setup.dataBytes = Int64(settings.number("dataSize") ?? 0)
    setup.memoryBytes = options.memory
    setup.backup = backup.rule
    setup.backupHolder = backup.destination
    return setup
  }
}
