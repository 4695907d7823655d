package import Cluster
package import Manifests
import SimulationKernel

/// A store's document, with the workloads and Services of the cluster that it names.
package struct StoreBinding: Sendable {
  /// The document.
  package let model: StoreModel
  /// The workload whose pods hold the data, by the cluster's numbering; the first of several.
  package let workload: Int
  /// The workloads whose pods hold data too, in the order of their members: Kafka's further pools
  /// of brokers, the replicas of a RedisCluster, what the document names.
  package let further: [Int]
  /// The workloads whose pods carry the coordinating group (ClickHouse Keeper, controllers of
  /// Kafka, Sentinels); none where the data pods carry it.
  package let coordinatorWorkloads: [Int]
  /// The Service that writes go to.
  package let writeService: Int
  /// The Service that reads go to.
  package let readService: Int
  /// How it is backed up.
  package let backup: FoundBackup
  /// The CronJobs whose pods make the backups, by the cluster's numbering.
  package let backupJobs: [Int]
  /// The settings of the document, and those of the manifests where the document has none.
  package let settings: StoreSettings

  /// Binds a document.
  package init(
    model: StoreModel, workload: Int, further: [Int], coordinatorWorkloads: [Int],
    writeService: Int,
    readService: Int, configured: StoreSettings, backup: FoundBackup, backupJobs: [Int]
  ) {
    self.backup = backup
    self.backupJobs = backupJobs
    self.model = model
    settings = model.settings.over(configured)
    self.workload = workload
    self.further = further
    self.coordinatorWorkloads = coordinatorWorkloads
    self.writeService = writeService
    self.readService = readService
  }

  /// All workloads whose pods are its members, those that hold the data first.
  package var workloads: [Int] { holders + coordinatorWorkloads }

  /// The workloads whose pods hold the data, in the order of their members.
  package var holders: [Int] { [workload] + further }

  /// The cluster's workloads whose pods are the members of the store of a number.
  func carriers(
    of store: Int, _ state: StoreState, on cluster: ClusterSpec
  ) -> [StoreCarrier] {
    var carriers: [StoreCarrier] = []
    var next = state.members.lowerBound
    let counts = counts(on: cluster) + coordinatorWorkloads.map { cluster.workloads[$0].replicas }
    for (workload, count) in zip(workloads, counts) {
      carriers.append(
        StoreCarrier(workload: workload, store: store, members: next..<next + count))
      next += count
    }
    return carriers
  }

  /// How many members each of the workloads with data has; a store without any pod has one member,
  /// which never starts.
  private func counts(on cluster: ClusterSpec) -> [Int] {
    let counts = holders.map { cluster.workloads[$0].replicas }
    return counts.allSatisfy { $0 == 0 } ? [1] + counts.dropFirst() : counts
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

  /// What the run should say of this store on a cluster, in sentences.
  func findings(on cluster: ClusterSpec) -> [String] {
    whereabouts(on: cluster) + EngineCatalog.findings(of: model.engine, options(on: cluster))
      + EngineFacts.sentences(of: setup(on: cluster), engine: model.engine)
  }

  /// Whose pods hold the data, and who elects the master, where one workload does not have them
  /// all.
  private func whereabouts(on cluster: ClusterSpec) -> [String] {
    func part(_ workload: Int, _ count: Int) -> String {
      let spec = cluster.workloads[workload]
      return "\(count) of \(spec.namespace)/\(spec.name)"
    }
    var found: [String] = []
    if !further.isEmpty {
      let parts = zip(holders, counts(on: cluster)).map(part)
      found.append("its data is in several workloads' pods: " + parts.joined(separator: ", "))
    }
    if model.engine == .elasticsearch, !coordinatorWorkloads.isEmpty {
      let electors = workloads.filter { isMasterEligible($0, on: cluster) }
        .map { part($0, cluster.workloads[$0].replicas) }
      found.append("its master is elected among " + electors.joined(separator: ", "))
    }
    return found
  }

  private func options(on cluster: ClusterSpec) -> EngineOptions {
    let data = cluster.workloads[workload]
    var options = EngineOptions(members: counts(on: cluster).reduce(0, +))
    options.coordinators = coordinatorWorkloads.reduce(0) { $0 + cluster.workloads[$1].replicas }
    options.shards = isRedisCluster(on: cluster) ? data.replicas : model.shards
    options.replicas =
      model.replicas ?? settings.number("replicationFactor").map { Int($0) - 1 }
    options.isOperated = data.kind == .operated
    options.isReplicated =
      data.userKind == "RedisFailover" || settings.word("arrangement") == "sentinels"
    options.manager = manager(on: cluster)
    options.settings = settings
    options.racks = racks(on: cluster)
    options.memory = holders.compactMap { memory(of: cluster.workloads[$0]) }.min()
    options.version = data.mainContainer?.image.split(separator: ":").last.map { String($0) }
    options.operatorVersion = operatorSoftware(on: cluster).flatMap { operatorVersion($0, cluster) }
    return options
  }

  /// The workloads with data whose pods of an old revision the operator deletes itself.
  package func replacedByOperator(on cluster: ClusterSpec) -> [Int] {
    let manager = manager(on: cluster)
    guard manager.replacesPods else { return [] }
    return holders.filter { manager.kinds.contains(cluster.workloads[$0].userKind) }
  }

  /// The rack of each member, where every workload with data has one written; nil otherwise.
  private func racks(on cluster: ClusterSpec) -> [Int]? {
    guard
      let names = settings.word("racks")?.split(separator: ",", omittingEmptySubsequences: false),
      names.count == holders.count, names.allSatisfy({ !$0.isEmpty })
    else { return nil }
    return zip(names, counts(on: cluster)).flatMap { name, count in
      Array(repeating: names.firstIndex(of: name) ?? 0, count: count)
    }
  }

  /// The tag of an operator's image.
  private func operatorVersion(_ workload: Int, _ cluster: ClusterSpec) -> String? {
    cluster.workloads[workload].mainContainer?.image.split(separator: ":").last.map { String($0) }
  }

  /// The memory that a pod's software may use.
  private func memory(of spec: WorkloadSpec) -> Int64? {
    settings.number("memory").map { Int64($0) }
      ?? spec.mainContainer?.memoryLimit
  }

  /// Whether the pods of the first workload are masters and those of the other their replicas.
  private func isRedisCluster(on cluster: ClusterSpec) -> Bool {
    !further.isEmpty && cluster.workloads[workload].userKind == "RedisCluster"
  }

  /// The operator that manages the pods, with the settings of its own configuration.
  private func manager(on cluster: ClusterSpec) -> StoreOperator {
    var manager =
      settings.word("operator").flatMap { StoreOperatorCatalog.named($0) }
      ?? usualManager(on: cluster)
    if let period = settings.duration("reconcilePeriod") { manager.repair?.period = period }
    if let patience = settings.duration("failedPodTimeout") { manager.repair?.patience = patience }
    if let spreads = settings.flag("mastersInDifferentZones") {
      manager.repair?.spreadsLeaders = spreads
    }
    let data = cluster.workloads[workload]
    guard manager.kinds.contains(data.userKind) else { return manager }
    // The pods have the hook themselves.
    if data.mainContainer?.preStop ?? .zero > .zero { manager.preStop = .zero }
    if manager.batch == .fixed(1) {
      // The StatefulSet has what the resource says of it (Elastic's change budget).
      manager.batch = .fixed(max(1, data.maxUnavailable.resolved(of: data.replicas, roundUp: true)))
    }
    return manager
  }

  private func usualManager(on cluster: ClusterSpec) -> StoreOperator {
    let data = cluster.workloads[workload]
    switch data.kind {
    case .operated: return .cloudNativePG
    case .podSet: return .strimzi
    default:
      return StoreOperatorCatalog.maker(of: data.userKind)
        ?? (isRedisCluster(on: cluster) ? .redis : .statefulSet)
    }
  }

  /// The workload with the software of the operator that manages the pods, by the cluster's
  /// numbering; nil where there is none, or the manifests do not include it.
  func operatorSoftware(on cluster: ClusterSpec) -> Int? {
    let data = cluster.workloads[workload]
    let kept = OperatorCatalog.all.first { $0.kinds.contains(data.userKind) }
    let images = kept?.images ?? manager(on: cluster).images
    return cluster.workloads.firstIndex { candidate in
      candidate.template.containers.contains { container in
        images.contains { container.image.contains($0) }
      }
    }
  }

  /// The store to run on a cluster.
  func setup(on cluster: ClusterSpec) -> StoreSetup {
    let options = options(on: cluster)
    var setup = StoreSetup(
      name: model.name,
      configuration: EngineCatalog.configuration(of: model.engine, options),
      memberCount: options.members, coordinatorCount: options.coordinators,
      pod: pod(of: workload, on: cluster))
    setup.others = zip(further, counts(on: cluster).dropFirst()).map { workload, count in
      (count, pod(of: workload, on: cluster))
    }
    setup.coordinatorPods = coordinatorWorkloads.map {
      (cluster.workloads[$0].replicas, pod(of: $0, on: cluster))
    }
    setup.coordinatingMembers =
      options.isReplicated && options.coordinators == 0
      ? options.members : controllers(on: cluster)
    setup.configuration.manager = options.manager
    setup.dataBytes = Int64(settings.number("dataSize") ?? 0)
    setup.backup = backup.rule
    setup.backupHolder = backup.destination
    return setup
  }

  /// What a workload's pods bring: their claims and their memory.
  private func pod(of workload: Int, on cluster: ClusterSpec) -> StorePod {
    let spec = cluster.workloads[workload]
    let claim = spec.claimTemplates.first
    let isLocal = cluster.storageClasses.contains {
      $0.name == claim?.storageClass && $0.isLocal
    }
    var pod = StorePod(disk: isLocal ? .localNVMe : .networkSSD)
    pod.diskBytes = claim?.bytes
    // CloudNativePG's walStorage.
    pod.logDiskBytes = spec.claimTemplates.first { $0.name.hasSuffix("-wal") }?.bytes
    pod.memoryBytes = memory(of: spec)
    pod.isMasterEligible = isMasterEligible(workload, on: cluster)
    return pod
  }

  /// Whether a workload's pods vote about Elasticsearch's master: what the labels of Elastic's
  /// operator say, else all, or those alone that only coordinate.
  private func isMasterEligible(_ workload: Int, on cluster: ClusterSpec) -> Bool {
    let labels = cluster.workloads[workload].template.labels
    if let label = labels["elasticsearch.k8s.elastic.co/node-master"] { return label == "true" }
    return coordinatorWorkloads.isEmpty || coordinatorWorkloads.contains(workload)
  }

  /// How many pods with data are controllers of a Kafka cluster too: all those of pools with both
  /// roles, which come last; nil where none is.
  private func controllers(on cluster: ClusterSpec) -> Int? {
    let both = holders.filter {
      cluster.workloads[$0].template.labels["strimzi.io/controller-role"] == "true"
    }
    let count = both.reduce(0) { $0 + cluster.workloads[$1].replicas }
    return count > 0 ? count : nil
  }
}
