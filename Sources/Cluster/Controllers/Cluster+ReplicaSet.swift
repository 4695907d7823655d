import SimulationKernel

/// The ReplicaSet controller: it keeps as many pods as were asked for (pkg/controller/replicaset).
extension Cluster {
  mutating func syncReplicaSet(_ workload: Int, in simulation: inout Simulation) {
    workloads[workload].revisions[0].replicas = workloads[workload].replicas
    keepReplicas(workload, 0, in: &simulation)
  }

  /// Creates or deletes pods until a revision has as many active ones as it should.
  ///
  /// Ended pods do not count, and stay until their owner is deleted. One that waits for its pods to
  /// go makes and deletes none.
  mutating func keepReplicas(
    _ workload: Int, _ revision: Int, in simulation: inout Simulation
  ) {
    guard workloads[workload].kind == .deployment else {
      bringReplicas(workload, revision, in: &simulation)
      return
    }
    beginSync(of: (workload, revision), at: simulation.now)
    bringReplicas(workload, revision, in: &simulation)
    endSync(of: (workload, revision), in: &simulation)
  }

  private mutating func bringReplicas(
    _ workload: Int, _ revision: Int, in simulation: inout Simulation
  ) {
    guard keepsPods((workload, revision)) else { return }
    workloads[workload].revisions[revision].isRescaled = false
    claimPods(of: workload, revision, in: &simulation)
    let wanted = workloads[workload].revisions[revision].replicas
    let active = workloads[workload].pods.filter {
      Int(pods[$0].revision) == revision && isActive($0)
    }
    // At most 500 creations or deletions a sync (BurstReplicas).
    if active.count < wanted {
      let missing = wanted - active.count
      createBatches(
        of: workload, revision: revision, count: min(missing, 500), in: &simulation)
      if missing > 500 { scheduleSync(of: workload, in: &simulation) }
    } else if active.count > wanted {
      let ranked = ranked(active, at: simulation.now)
      for pod in ranked.prefix(min(active.count - wanted, 500)) {
        deleteOwn(pod, in: &simulation)
      }
    }
    if active.count >= wanted { workloads[workload].revisions[revision].isRefused = false }
  }

  /// Whether a pod counts for its controller: it has not ended and is not terminating
  /// (IsPodActive).
  func isActive(_ pod: PodHandle) -> Bool {
    let state = pods[pod]
    return !state.isTerminating && state.phase != .failed && state.phase != .succeeded
  }

  /// A ReplicaSet, DaemonSet or Job deletes a pod of its own and says so (controller_utils.go
  /// RealPodControl.DeletePod).
  mutating func deleteOwn(_ pod: PodHandle, in simulation: inout Simulation) {
    let workload = Int(pods[pod].owner)
    let isDeployment = workloads[workload].kind == .deployment
    record(
      workload: workload, kind: isDeployment ? "ReplicaSet" : nil,
      name: isDeployment ? replicaSetName(workload, Int(pods[pod].revision)) : nil,
      "SuccessfulDelete", "Deleted pod: \(name(of: pod))", in: simulation)
    deletePod(pod, in: &simulation)
  }

  /// Pods in the order in which a ReplicaSet's scale-down deletes them (controller_utils.go
  /// ActivePodsWithRanks).
  ///
  /// Active pods of all the owner's ReplicaSets on a pod's node are its siblings
  /// (getPodsRankedByRelatedPodsOnSameNode).
  private func ranked(_ candidates: [PodHandle], at now: SimTime) -> [PodHandle] {
    guard let first = candidates.first else { return [] }
    // Pods without a node are siblings too: theirs is the last column.
    var siblings = Array(repeating: 0, count: nodes.count + 1)
    for pod in workloads[Int(pods[first].owner)].pods where isActive(pod) {
      siblings[column(of: pod)] += 1
    }
    return candidates.map { pod -> DeletionRank in
      let state = pods[pod]
      return DeletionRank(
        pod: pod, state, uid: uid(of: pod), siblings: siblings[column(of: pod)],
        readyAge: DeletionRank.bucket(now - state.readyChangedAt), restarts: mostRestarts(in: pod),
        age: DeletionRank.bucket(now - state.createdAt),
        cost: templates[Int(state.template)].spec.deletionCost)
    }.sorted(by: DeletionRank.precedes).map(\.pod)
  }

  /// Most restarts of one of a pod's app containers, and of one of its sidecars
  /// (controller_utils.go maxContainerRestarts).
  private func mostRestarts(in pod: PodHandle) -> (apps: UInt16, sidecars: UInt16) {
    let all = containerRange(of: pod)
    let apps = templates[Int(pods[pod].template)].spec.containers.count
    return (
      all.prefix(apps).map { containers[$0].restarts }.max() ?? 0,
      all.dropFirst(apps).map { containers[$0].restarts }.max() ?? 0
    )
  }

  private func column(of pod: PodHandle) -> Int {
    let node = Int(pods[pod].node)
    return node < 0 ? nodes.count : node
  }

  /// Pods in the order in which a Job deletes those beyond its parallelism: by their own state and
  /// exact ages (controller_utils.go ActivePods).
  func rankedForJob(_ candidates: [PodHandle], at now: SimTime) -> [PodHandle] {
    candidates.map { pod -> DeletionRank in
      let state = pods[pod]
      return DeletionRank(
        pod: pod, state, uid: uid(of: pod), siblings: 0,
        readyAge: (now - state.readyChangedAt).nanoseconds, restarts: mostRestarts(in: pod),
        age: (now - state.createdAt).nanoseconds, cost: 0)
    }.sorted(by: DeletionRank.precedes).map(\.pod)
  }
}
