import Manifests
import SimulationKernel

/// The Deployment controller with its ReplicaSets (pkg/controller/deployment).
extension Cluster {
  /// A sync of a Deployment, and of its ReplicaSets, whose controller sees what it writes; or of
  /// these alone.
  mutating func syncDeployment(
    _ workload: Int, isOwn: Bool, in simulation: inout Simulation
  ) {
    if isOwn {
      scaleSets(of: workload, in: &simulation)
      endSync(of: workload, in: &simulation)
    }
    keepDueSets(of: workload, in: &simulation)
    updateRollout(of: workload, in: &simulation)
    armAvailability(workload, in: &simulation)
  }

  /// A Deployment finds, makes, scales and deletes its ReplicaSets.
  mutating func scaleSets(of workload: Int, in simulation: inout Simulation) {
    finishSets(of: workload)
    adoptReplicaSets(of: workload)
    keepRescaled(of: workload, in: &simulation)
    notePause(of: workload, at: simulation.now)
    if workloads[workload].spec.isPaused || isScaling(workload) {
      scaleProportionally(workload, in: &simulation)
      if workloads[workload].spec.isPaused { trimHistory(of: workload) }
    } else {
      if workloads[workload].spec.recreates {
        recreate(workload, in: &simulation)
      } else if admitTemplate(of: workload, in: &simulation) {
        takeTemplate(of: workload, in: &simulation)
        roll(workload, in: &simulation)
      }
      if presentRevision(of: workload) != nil, isComplete(workload, at: simulation.now) {
        trimHistory(of: workload)
      }
    }
  }

  /// The present template's ReplicaSet: found, or created with as many pods as the surge allows.
  private mutating func takeTemplate(of workload: Int, in simulation: inout Simulation) {
    let before = workloads[workload].newest
    if selectRevision(of: workload) {
      let newest = workloads[workload].newest
      let total = workloads[workload].revisions.reduce(0) { $0 + $1.replicas }
      let first = rollingUpdate(of: workload).newReplicas(new: 0, total: total)
      if !workloads[workload].spec.recreates {
        setReplicas(workload, newest, first, in: &simulation)
      }
      setProgress(.created, of: workload, at: simulation.now)
    } else if workloads[workload].rollout.progress == nil {
      let isFound = workloads[workload].newest != before
      setProgress(isFound ? .found : .created, of: workload, at: simulation.now)
    }
  }

  /// Returns whether the present template's ReplicaSet is there or may be created; where a webhook
  /// or a quota keeps it out, the rollout waits and is tried again (getNewReplicaSet).
  private mutating func admitTemplate(
    of workload: Int, in simulation: inout Simulation
  ) -> Bool {
    guard !quotas.isEmpty || !webhookConfigurations.isEmpty,
      presentRevision(of: workload) == nil
    else { return true }
    let hash = nextRevisionHash(of: workload)
    let set = workloads[workload].name + "-" + hash
    guard let problem = setRefusal(set, hash, of: workload, at: simulation.now) else {
      return true
    }
    record(
      workload: workload, "ReplicaSetCreateError",
      "Failed to create new replica set \"\(set)\": \(problem)", isWarning: true, in: simulation)
    failSync(of: workload)
    return false
  }

  /// Why the API does not take a Deployment's new ReplicaSet; nil where it does.
  private mutating func setRefusal(
    _ set: String, _ hash: String, of workload: Int, at now: SimTime
  ) -> String? {
    let namespace = workloads[workload].namespace
    if !webhookConfigurations.isEmpty {
      var labels = workloads[workload].spec.template.labels
      labels["pod-template-hash"] = hash
      let answer = askWebhooks(
        about: webhookRequest("CREATE", "replicasets.apps", namespace: namespace, labels: labels))
      occupy(workload, for: answer.waited, at: now)
      if let failure = answer.failure { return failure.text }
    }
    let charges = [QuotaAmount(name: "count/replicasets.apps", units: 1)]
    return quotaProblem(of: charges, in: namespace).map {
      "replicasets.apps \"\(set)\" is forbidden: \($0)"
    }
  }

  /// The bounds of a Deployment's rolling update at its present scale.
  func rollingUpdate(of workload: Int) -> RollingUpdate {
    let owner = workloads[workload]
    return RollingUpdate(
      replicas: owner.replicas, maxSurge: owner.spec.maxSurge,
      maxUnavailable: owner.spec.maxUnavailable, recreates: owner.spec.recreates)
  }

  /// Old pods go first; the new ReplicaSet, if it is not there, and its pods come when no old one
  /// runs any longer (recreate.go).
  private mutating func recreate(_ workload: Int, in simulation: inout Simulation) {
    let new = presentRevision(of: workload)
    if new != nil { takeTemplate(of: workload, in: &simulation) }
    var isScaled = false
    for revision in workloads[workload].revisions.indices
    where revision != new && !workloads[workload].revisions[revision].isGone
      && workloads[workload].revisions[revision].replicas > 0
    {
      setReplicas(workload, revision, 0, in: &simulation)
      isScaled = true
    }
    guard !isScaled else { return }
    // Pods of ReplicaSets that are gone are not looked at (deployment_controller.go
    // getPodMapForDeployment).
    let isClear = workloads[workload].pods.allSatisfy { pod in
      let revision = Int(pods[pod].revision)
      return revision == new || workloads[workload].revisions[revision].isGone
        || pods[pod].phase == .failed || pods[pod].phase == .succeeded
    }
    guard isClear, admitTemplate(of: workload, in: &simulation) else { return }
    if new == nil { takeTemplate(of: workload, in: &simulation) }
    let owner = workloads[workload]
    setReplicas(workload, owner.newest, owner.replicas, in: &simulation)
  }

  /// One sync of a rolling update: grow or shrink the new ReplicaSet, or else shrink the old ones.
  private mutating func roll(_ workload: Int, in simulation: inout Simulation) {
    let owner = workloads[workload]
    let update = rollingUpdate(of: workload)
    let new = owner.revisions[owner.newest].replicas
    let total = owner.revisions.reduce(0) { $0 + $1.replicas }
    if let size = update.reconcileNew(new: new, total: total) {
      setReplicas(workload, owner.newest, size, in: &simulation)
      return
    }
    noteScale(workload, owner.newest)
    let oldRevisions = oldRevisions(of: workload).filter { owner.revisions[$0].replicas > 0 }
    guard !oldRevisions.isEmpty else { return }
    let old = oldRevisions.map { revision in
      RollingUpdate.Old(
        replicas: owner.revisions[revision].replicas,
        available: available(workload, revision, at: simulation.now))
    }
    let counts = update.reconcileOld(
      old, new: new, newAvailable: available(workload, owner.newest, at: simulation.now))
    for (revision, count) in zip(oldRevisions, counts) {
      setReplicas(workload, revision, count, in: &simulation)
    }
  }

  /// Revisions other than the newest that are there, oldest first.
  func oldRevisions(of workload: Int) -> [Int] {
    let owner = workloads[workload]
    return owner.revisions.indices.filter { $0 != owner.newest && !owner.revisions[$0].isGone }
  }

  /// Pods of a revision that have been ready for `minReadySeconds`.
  func available(_ workload: Int, _ revision: Int, at now: SimTime) -> Int {
    workloads[workload].pods.count { pod in
      Int(pods[pod].revision) == revision && isAvailable(pod, at: now)
    }
  }

  /// Whether a pod is ready for `minReadySeconds` and not about to go.
  func isAvailable(_ pod: PodHandle, at now: SimTime) -> Bool {
    let state = pods[pod]
    return state.isReady && !state.isTerminating
      && now - state.readyChangedAt >= workloads[Int(state.owner)].spec.minReady
  }

  /// Ready pods become available later: the controller looks again then.
  mutating func armAvailability(_ workload: Int, in simulation: inout Simulation) {
    let minimum = workloads[workload].spec.minReady
    guard minimum > .zero else { return }
    let next = workloads[workload].pods.compactMap { pod -> SimTime? in
      let ripe = pods[pod].readyChangedAt + minimum
      return pods[pod].isReady && ripe > simulation.now ? ripe : nil
    }.min()
    if let next { scheduleSync(of: workload, at: next, in: &simulation) }
  }

  /// Writes a ReplicaSet's replicas, with the Deployment's own beside them.
  mutating func setReplicas(
    _ workload: Int, _ revision: Int, _ count: Int, in simulation: inout Simulation
  ) {
    noteScale(workload, revision)
    let before = workloads[workload].revisions[revision].replicas
    guard before != count else { return }
    workloads[workload].revisions[revision].replicas = count
    workloads[workload].revisions[revision].hasNews = true
    let direction = count > before ? "up" : "down"
    let set = replicaSetName(workload, revision)
    record(
      workload: workload, "ScalingReplicaSet",
      "Scaled \(direction) replica set \(set) from \(before) to \(count)", in: simulation)
    scheduleSync(of: workload, in: &simulation)
  }

  private mutating func noteScale(_ workload: Int, _ revision: Int) {
    let update = rollingUpdate(of: workload)
    workloads[workload].revisions[revision].desired = update.replicas
    workloads[workload].revisions[revision].greatest = update.replicas + update.surge
  }

  /// Whether the scale has changed since the active ReplicaSets were last scaled (isScalingEvent).
  private func isScaling(_ workload: Int) -> Bool {
    let owner = workloads[workload]
    return owner.revisions.contains {
      !$0.isGone && $0.replicas > 0 && $0.desired != owner.replicas
    }
  }

  /// Brings the new scale to the ReplicaSets in proportion (sync.go scale).
  private mutating func scaleProportionally(
    _ workload: Int, in simulation: inout Simulation
  ) {
    let owner = workloads[workload]
    let sets = owner.revisions.indices.reversed().filter { !owner.revisions[$0].isGone }
    let members = sets.map { revision in
      ProportionalScaling.Member(
        replicas: owner.revisions[revision].replicas,
        available: available(workload, revision, at: simulation.now),
        desired: owner.revisions[revision].desired, greatest: owner.revisions[revision].greatest)
    }
    let new = presentRevision(of: workload).flatMap { sets.firstIndex(of: $0) }
    let scaling = ProportionalScaling(rollingUpdate(of: workload))
    let counts = scaling.replicas(of: members, new: new)
    for member in scaling.order(of: members) {
      setReplicas(workload, sets[member], counts[member], in: &simulation)
    }
  }
}
