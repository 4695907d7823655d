import Cluster
import Manifests
import Stores

/// Finds what of the cluster every store consists of.
extension ModelBinder {
  /// Finds the workloads and Services of every store and hands its pods to the room of stores.
  func bindStores(in cluster: inout Cluster) -> [StoreBinding] {
    let configuration = StoreConfiguration(platform.manifests)
    let backups = FoundBackups(platform.manifests, stores: platform.stores)
    var bound: [StoreBinding] = []
    for model in platform.stores {
      guard let holders = holders(of: model, in: cluster), let first = holders.first else {
        continue
      }
      let keeper =
        model.keeper.flatMap { workload($0, model.namespace, in: cluster) }
        ?? beside(first, "RedisFailover", instead: "rfr-", "rfs-", in: cluster)
        ?? watchers(of: model, configuration, in: cluster)
        ?? configuration.keeper(of: model).flatMap { workload($0, model.namespace, in: cluster) }
      let coordinatorWorkloads =
        keeper.map { sets(beside: $0, in: cluster) }
        ?? controllers(beside: first, in: cluster) + nodesWithoutData(beside: first, in: cluster)
      guard isOwn(holders, coordinatorWorkloads, of: model, besides: bound, cluster),
        let write = service(model.services.write, of: model, first, in: cluster),
        let read = service(
          model.services.read ?? model.services.write, of: model, first, in: cluster)
      else { continue }
      let backup = backups.backup(of: model)
      let binding = StoreBinding(
        model: model, workload: first, further: Array(holders.dropFirst()),
        coordinatorWorkloads: coordinatorWorkloads,
        writeService: write, readService: read,
        configured: configuration.settings(of: model, diagnostics: diagnostics), backup: backup,
        backupJobs: bindJobs(backup.jobs, in: &cluster))
      handPods(of: binding, in: &cluster)
      bound.append(binding)
    }
    return bound
  }

  /// Hands a store's pods to the room of stores, and their replacement where an operator does it.
  private func handPods(of binding: StoreBinding, in cluster: inout Cluster) {
    for workload in binding.workloads { cluster.setSoftware(workload: workload, room: .stores) }
    for workload in binding.replacedByOperator(on: platform.cluster) {
      cluster.leaveReplacement(ofWorkload: workload)
    }
  }

  /// The workloads whose pods hold a store's data, in the order of its members; nil where one that
  /// it names is not there.
  private func holders(of model: StoreModel, in cluster: borrowing Cluster) -> [Int]? {
    var holders: [Int] = []
    for reference in [model.workload] + model.further {
      guard let index = workload(reference, model.namespace, in: cluster) else { return nil }
      let replicas = beside(index, "RedisCluster", instead: "-leader", "-follower", in: cluster)
      let sets = sets(beside: index, in: cluster).filter {
        OperatedRole(of: cluster.workloads[$0].spec.template.labels) == .data
      }
      let pools = sets.count > 1 ? sets : brokers(beside: sets.first ?? index, in: cluster)
      for found in pools + [replicas].compactMap({ $0 })
      where !holders.contains(found) {
        holders.append(found)
      }
    }
    return holders
  }

  /// The StatefulSets that an operator makes of the same resource as one; that one alone where no
  /// operator made it.
  private func sets(beside workload: Int, in cluster: borrowing Cluster) -> [Int] {
    let owner = cluster.workloads[workload]
    guard let name = owner.spec.userName else { return [workload] }
    return cluster.workloads.indices.filter { other in
      let candidate = cluster.workloads[other]
      return candidate.kind == .statefulSet && candidate.userKind == owner.userKind
        && candidate.spec.userName == name && candidate.namespace == owner.namespace
    }
  }

  /// The StatefulSets that an operator makes of the same resource as one with data, and whose nodes
  /// hold none: Elasticsearch's dedicated masters, and those that only pass requests on.
  private func nodesWithoutData(beside holder: Int, in cluster: borrowing Cluster) -> [Int] {
    sets(beside: holder, in: cluster).filter {
      OperatedRole(of: cluster.workloads[$0].spec.template.labels) != .data
    }
  }

  /// The workload of the Sentinels that watch a store from pods of their own, where those are no
  /// other model's.
  private func watchers(
    of model: StoreModel, _ configuration: StoreConfiguration, in cluster: borrowing Cluster
  ) -> Int? {
    guard let reference = configuration.watchers(of: model) else { return nil }
    let namespace = reference.namespace ?? model.namespace
    func isNamed(by other: WorkloadReference, in home: String) -> Bool {
      other.name == reference.name && other.namespace ?? home == namespace
    }
    let isTaken =
      platform.services.contains { isNamed(by: $0.workload, in: $0.namespace) }
      || platform.stores.contains { store in
        store.workloads.contains { isNamed(by: $0, in: store.namespace) }
      }
    return isTaken ? nil : workload(reference, namespace, in: cluster)
  }

  /// Whether a store has no more members than a run holds, and its data in no other store's pods;
  /// what is wrong is reported.
  private func isOwn(
    _ holders: [Int], _ coordinatorWorkloads: [Int], of model: StoreModel,
    besides bound: [StoreBinding],
    _ cluster: borrowing Cluster
  ) -> Bool {
    let members = (holders + coordinatorWorkloads).reduce(0) {
      $0 + cluster.workloads[$1].spec.replicas
    }
    guard members <= RunLimits.members else {
      diagnostics.error(
        "the store \(model.name) has \(members) members, and a run holds \(RunLimits.members)",
        at: model.span, code: "too-many-pods")
      return false
    }
    for other in bound {
      guard let shared = holders.first(where: { other.holders.contains($0) }) else { continue }
      diagnostics.error(
        "the pods of \(cluster.workloads[shared].name) hold the data of two stores", at: model.span,
        code: "duplicate-object", labels: [(other.model.span, "the first is here")])
      return false
    }
    return true
  }

  /// The workload that an operator makes of the same resource as another: a word of its name stands
  /// in the other's place.
  private func beside(
    _ workload: Int, _ kind: String, instead word: String, _ other: String,
    in cluster: borrowing Cluster
  ) -> Int? {
    let owner = cluster.workloads[workload]
    guard owner.userKind == kind, owner.name.hasPrefix(word) || owner.name.hasSuffix(word) else {
      return nil
    }
    let isEnd = owner.name.hasSuffix(word)
    let rest = String(isEnd ? owner.name.dropLast(word.count) : owner.name.dropFirst(word.count))
    let name = isEnd ? rest + other : other + rest
    return cluster.workloadIndex(kind: kind, namespace: owner.namespace, name: name)
  }

  /// The pools of brokers of the Kafka resource that a workload is of, those whose nodes are
  /// controllers too last, so that all controllers are neighbours; the workload alone where it is
  /// no such pool.
  ///
  /// Every broker of a KRaft cluster is given partitions, whatever its pool
  /// (`StripedReplicaPlacer`).
  private func brokers(beside workload: Int, in cluster: borrowing Cluster) -> [Int] {
    let pools = pools(beside: workload, in: cluster).filter {
      hasRole("broker", $0, in: cluster)
    }
    guard pools.contains(workload) else { return [workload] }
    return pools.filter { !hasRole("controller", $0, in: cluster) }
      + pools.filter { hasRole("controller", $0, in: cluster) }
  }

  /// The pools of a Kafka resource whose nodes are controllers only, beside one of brokers.
  private func controllers(beside brokers: Int, in cluster: borrowing Cluster) -> [Int] {
    guard hasRole("broker", brokers, in: cluster) else { return [] }
    return pools(beside: brokers, in: cluster).filter {
      hasRole("controller", $0, in: cluster) && !hasRole("broker", $0, in: cluster)
    }
  }

  /// The pools of the Kafka resource that a workload is of, in their order.
  private func pools(beside workload: Int, in cluster: borrowing Cluster) -> [Int] {
    let owner = cluster.workloads[workload]
    let label = "strimzi.io/cluster"
    let name = owner.spec.template.labels[label]
    return cluster.workloads.indices.filter { other in
      cluster.workloads[other].kind == .podSet
        && cluster.workloads[other].namespace == owner.namespace
        && cluster.workloads[other].spec.template.labels[label] == name
    }
  }

  /// Whether the nodes of a pool of a Kafka resource do something.
  private func hasRole(_ role: String, _ pool: Int, in cluster: borrowing Cluster) -> Bool {
    cluster.workloads[pool].spec.template.labels["strimzi.io/\(role)-role"] == "true"
  }

  /// How what the API holds is backed up; nil where the manifests declare nothing.
  func bindState(in cluster: inout Cluster) -> StateBackup? {
    guard let found = FoundBackups(platform.manifests, stores: platform.stores).state else {
      return nil
    }
    let keeper = cluster.workloads.firstIndex { workload in
      found.jobs.isEmpty
        && workload.spec.template.containers.contains { $0.image.contains("velero/velero:") }
    }
    return StateBackup(
      found, objects: platform.manifests.objects.count, keeper: keeper,
      jobs: bindJobs(found.jobs, in: &cluster))
  }

  /// Hands the pods of the CronJobs that make backups to the room of stores.
  private func bindJobs(_ jobs: [FoundBackup.Job], in cluster: inout Cluster) -> [Int] {
    jobs.compactMap { job in
      let index = cluster.workloadIndex(
        kind: "cronjob", namespace: job.namespace, name: job.name)
      if let index { cluster.setSoftware(workload: index, room: .stores) }
      return index
    }
  }
}
