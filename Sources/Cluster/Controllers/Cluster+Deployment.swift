import SimulationKernel

/// The Deployment controller with its ReplicaSets (pkg/controller/deployment).
extension Cluster {
  mutating func syncDeployment(_ workload: Int, in simulation: inout Simulation) {
    let newest = workloads[workload].revisions.count - 1
    let hasOld = workloads[workload].revisions.dropLast().contains {
      $0.replicas > 0 || $0.pods > 0
    }
    if !hasOld {
      setReplicas(workload, newest, workloads[workload].replicas, in: &simulation)
    } else if workloads[workload].spec.recreates {
      recreate(workload, newest, in: &simulation)
    } else {
      roll(workload, newest, in: &simulation)
    }
    for revision in workloads[workload].revisions.indices {
      keepReplicas(workload, revision, in: &simulation)
    }
  }

  /// Old pods go first; new ones come when the last object of an old one is gone.
  private mutating func recreate(
    _ workload: Int, _ newest: Int, in simulation: inout Simulation
  ) {
    for revision in 0..<newest { setReplicas(workload, revision, 0, in: &simulation) }
    let isClear = workloads[workload].pods.allSatisfy { Int(pods[$0].revision) == newest }
    if isClear {
      setReplicas(workload, newest, workloads[workload].replicas, in: &simulation)
    }
  }

  /// One sync of a rolling update: grow the new ReplicaSet, or else shrink the old ones.
  private mutating func roll(_ workload: Int, _ newest: Int, in simulation: inout Simulation) {
    let owner = workloads[workload]
    let update = RollingUpdate(
      replicas: owner.replicas, maxSurge: owner.spec.maxSurge,
      maxUnavailable: owner.spec.maxUnavailable)
    let new = owner.revisions[newest].replicas
    let total = owner.revisions.reduce(0) { $0 + $1.replicas }
    let grown = update.newReplicas(new: new, total: total)
    if grown != new {
      setReplicas(workload, newest, grown, in: &simulation)
      return
    }
    let old = (0..<newest).map { revision in
      RollingUpdate.Old(
        replicas: owner.revisions[revision].replicas,
        available: available(workload, revision, at: simulation.now))
    }
    let counts = update.scaleDown(
      old, new: new, newAvailable: available(workload, newest, at: simulation.now))
    for revision in 0..<newest {
      setReplicas(workload, revision, counts[revision], in: &simulation)
    }
    armAvailability(workload, in: &simulation)
  }

  /// Pods of a revision that have been ready for `minReadySeconds`.
  func available(_ workload: Int, _ revision: Int, at now: SimTime) -> Int {
    let minimum = workloads[workload].spec.minReady
    return workloads[workload].pods.count { pod in
      let state = pods[pod]
      return Int(state.revision) == revision && state.isReady && !state.isTerminating
        && now - state.readyChangedAt >= minimum
    }
  }

  /// Ready pods become available later: the controller looks again then.
  mutating func armAvailability(_ workload: Int, in simulation: inout Simulation) {
    let minimum = workloads[workload].spec.minReady
    guard minimum > .zero, !workloads[workload].isSyncScheduled else { return }
    let next = workloads[workload].pods.compactMap { pod -> SimTime? in
      let ripe = pods[pod].readyChangedAt + minimum
      return pods[pod].isReady && ripe > simulation.now ? ripe : nil
    }.min()
    guard let next else { return }
    workloads[workload].isSyncScheduled = true
    schedule(.workloadSync, at: next, argument: UInt32(workload), in: &simulation)
  }

  private mutating func setReplicas(
    _ workload: Int, _ revision: Int, _ count: Int, in simulation: inout Simulation
  ) {
    let before = workloads[workload].revisions[revision].replicas
    guard before != count else { return }
    workloads[workload].revisions[revision].replicas = count
    let direction = count > before ? "up" : "down"
    let set = replicaSetName(workload, revision)
    record(
      workload: workload, "ScalingReplicaSet",
      "Scaled \(direction) replica set \(set) from \(before) to \(count)", in: simulation)
    scheduleSync(of: workload, in: &simulation)
  }
}
