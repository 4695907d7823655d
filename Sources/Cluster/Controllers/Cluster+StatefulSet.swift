import Manifests
import SimulationKernel

/// The StatefulSet controller: one pod an ordinal, in order
/// (pkg/controller/statefulset/stateful_set_control.go).
extension Cluster {
  /// The most ordinals at a time of a set that is managed in parallel (MaxBatchSize).
  private static let greatestBatch = 500

  mutating func syncStatefulSet(_ workload: Int, in simulation: inout Simulation) {
    claimNumberedPods(of: workload, in: &simulation)
    let first = workloads[workload].spec.firstOrdinal
    let ordinals = first..<first + workloads[workload].replicas
    guard keepOrdinals(ordinals, workload, in: &simulation),
      condense(workload, ordinals, in: &simulation),
      !awaitOtherPool(workload, in: &simulation)
    else { return }
    update(workload, ordinals, in: &simulation)
    completeRollout(of: workload, ordinals)
  }

  /// The pod at one of a set's ordinals; none where it has none.
  func pod(_ ordinal: Int, of workload: Int) -> PodHandle {
    ordinal < workloads[workload].seats.count ? workloads[workload].seats[ordinal] : .none
  }

  /// What a look at one ordinal has found.
  private enum OrdinalState {
    /// Its pod is available.
    case settled
    /// An ordered set waits for it.
    case pending
    /// The sync has an error.
    case failed
  }

  /// Sees to all ordinals; false while nothing else may happen: an ordered set waits for each of
  /// them.
  ///
  /// A set that is managed in parallel takes one of them, then two, four and so on, and ends with
  /// the first batch that had an error (slowStartBatch).
  private mutating func keepOrdinals(
    _ ordinals: Range<Int>, _ workload: Int, in simulation: inout Simulation
  ) -> Bool {
    let spec = workloads[workload].spec
    var batch = 1
    var batchEnd = ordinals.lowerBound + batch
    var hasFailed = false
    for ordinal in ordinals {
      if ordinal == batchEnd {
        if hasFailed { return false }
        batch = min(2 * batch, Self.greatestBatch)
        batchEnd += batch
      }
      let state = keepOrdinal(ordinal, workload, in: &simulation)
      guard state == .settled || spec.isParallel,
        enforceIdentity(ofOrdinal: ordinal, workload, in: &simulation)
      else { return false }
      if state == .failed, spec.kind == .statefulSet { hasFailed = true }
    }
    return !hasFailed
  }

  /// Sees to one ordinal.
  ///
  /// In order, the claims of a pod that is wanted again stay its own until it is available: one
  /// that terminates takes them with it (processReplica).
  /// While the object of a pod is there, on a dead node too, no other one takes its place.
  private mutating func keepOrdinal(
    _ ordinal: Int, _ workload: Int, in simulation: inout Simulation
  ) -> OrdinalState {
    let pod = pod(ordinal, of: workload)
    if pod.isNone {
      guard !isEnding(workloads[workload].namespace),
        grantCalls(1, to: workload, in: &simulation) > 0
      else { return .pending }
      if isTaken("\(workloads[workload].name)-\(ordinal)", near: workload) {
        // AlreadyExists makes no event (stateful_pod_control.go CreateStatefulPod).
        failSync(of: workload)
        return .failed
      }
      let created = createPod(
        of: workload, revision: revision(forOrdinal: ordinal, workload), ordinal: Int32(ordinal),
        in: &simulation)
      guard created == nil else { return .pending }
      failSync(of: workload)
      return .failed
    }
    if !pods[pod].isTerminating && (pods[pod].phase == .failed || pods[pod].phase == .succeeded) {
      noteRecreation(of: pod, by: workload, in: simulation)
      deletePod(pod, in: &simulation)
      return .pending
    }
    guard restoreClaims(of: pod, Int32(ordinal), workload, in: &simulation) else {
      failSync(of: workload)
      return .failed
    }
    let isHealthy = checkHealth(of: pod, in: &simulation)
    if isHealthy || workloads[workload].spec.isParallel { pods[pod].ownsClaims = false }
    return isHealthy ? .settled : .pending
  }

  /// What the StatefulSet controller says as it replaces a pod that has ended
  /// (stateful_set_control.go processReplica); operators that make pods themselves say nothing.
  private mutating func noteRecreation(
    of pod: PodHandle, by workload: Int, in simulation: borrowing Simulation
  ) {
    guard workloads[workload].kind == .statefulSet else { return }
    let hasFailed = pods[pod].phase == .failed
    record(
      workload: workload, hasFailed ? "RecreatingFailedPod" : "RecreatingTerminatedPod",
      "StatefulSet \(workloads[workload].qualifiedName) is recreating "
        + "\(hasFailed ? "failed" : "terminated") Pod \(name(of: pod))",
      isWarning: hasFailed, in: simulation)
  }

  /// Returns whether a pod is Running, Ready for `minReadySeconds` and not about to go; the
  /// controller looks again when one that is ready will have been for so long.
  private mutating func checkHealth(of pod: PodHandle, in simulation: inout Simulation) -> Bool {
    if pods[pod].isReady { armAvailability(Int(pods[pod].owner), in: &simulation) }
    return isAvailable(pod, at: simulation.now)
  }

  /// The revision of a new pod: ordinals below the partition keep the one before the rollout.
  private func revision(forOrdinal ordinal: Int, _ workload: Int) -> Int {
    let owner = workloads[workload]
    let isSpared = ordinal < owner.spec.firstOrdinal + owner.spec.partition
    return isSpared && !owner.spec.updatesOnDelete ? owner.current : owner.newest
  }

  /// Deletes pods beyond the wanted number, the highest first; false while one is on its way.
  ///
  /// In order, an unhealthy one blocks those below it, unless it is the first unhealthy pod of all.
  /// A StatefulSet that is managed in parallel waits for none of them, as one on a dead node,
  /// before it replaces others (processCondemned; runForAll).
  private mutating func condense(
    _ workload: Int, _ ordinals: Range<Int>, in simulation: inout Simulation
  ) -> Bool {
    let isParallel = workloads[workload].spec.isParallel
    let condemned = workloads[workload].seats.indices.filter {
      !ordinals.contains($0) && !pod($0, of: workload).isNone
    }
    if workloads[workload].spec.deletesClaimsWhenScaled { giveClaims(workload, to: condemned) }
    let firstUnhealthy = (Array(ordinals) + condemned).map { pod($0, of: workload) }
      .first { !$0.isNone && !isAvailable($0, at: simulation.now) }
    for ordinal in condemned.reversed() {
      let pod = pod(ordinal, of: workload)
      if pods[pod].isTerminating {
        if isParallel { continue }
        return false
      }
      if !isParallel, !isAvailable(pod, at: simulation.now), pod != firstUnhealthy { return false }
      recordDeletion(ofNumbered: pod, in: simulation)
      deletePod(pod, in: &simulation)
      if !isParallel { return false }
    }
    return condemned.isEmpty || isParallel && workloads[workload].kind == .statefulSet
  }

  /// The claims of pods that a scale-down takes away become theirs
  /// (stateful_set_utils.go updateClaimOwnerRefForSetAndPod).
  private mutating func giveClaims(_ workload: Int, to ordinals: [Int]) {
    for ordinal in ordinals {
      let pod = pod(ordinal, of: workload)
      pods[pod].ownsClaims = true
    }
  }

  /// Replaces pods of an old revision, the highest first: one at a time, or from 1.37 as many as
  /// may be missing.
  private mutating func update(
    _ workload: Int, _ ordinals: Range<Int>, in simulation: inout Simulation
  ) {
    let spec = workloads[workload].spec
    guard !spec.updatesOnDelete, !workloads[workload].isReplacedByRoom,
      workloads[workload].revisions.count > 1
    else { return }
    if version.hasMaxUnavailableStatefulSet, workloads[workload].kind == .statefulSet {
      updateSeveral(workload, ordinals, in: &simulation)
      return
    }
    let newest = workloads[workload].newest
    for ordinal in ordinals.reversed() where ordinal >= spec.firstOrdinal + spec.partition {
      let pod = pod(ordinal, of: workload)
      guard !pod.isNone else { return }
      if Int(pods[pod].revision) != newest, !pods[pod].isTerminating {
        recordDeletion(ofNumbered: pod, in: simulation)
        deletePod(pod, in: &simulation)
        return
      }
      guard pods[pod].isReady, !pods[pod].isTerminating,
        !version.updatesAwaitAvailability || isAvailable(pod, at: simulation.now)
      else { return }
    }
  }

  /// Replaces as many pods as may be missing beside those that are; a set that is managed in
  /// parallel replaces first all old ones that are not available
  /// (updateStatefulSetAfterInvariantEstablished).
  private mutating func updateSeveral(
    _ workload: Int, _ ordinals: Range<Int>, in simulation: inout Simulation
  ) {
    let spec = workloads[workload].spec
    let limit = max(
      1, spec.maxUnavailable.resolved(of: workloads[workload].replicas, roundUp: false))
    let now = simulation.now
    let missing = ordinals.count { ordinal in
      let pod = pod(ordinal, of: workload)
      return pod.isNone || !isAvailable(pod, at: now)
    }
    let outdated = ordinals.reversed().filter { $0 >= spec.firstOrdinal + spec.partition }
      .map { pod($0, of: workload) }
      .filter { pod in
        !pod.isNone && !pods[pod].isTerminating
          && Int(pods[pod].revision) != workloads[workload].newest
      }
    let broken = spec.isParallel ? outdated.filter { !isAvailable($0, at: now) } : []
    let others = outdated.filter { !broken.contains($0) }.prefix(max(0, limit - missing))
    for pod in broken + others {
      recordDeletion(ofNumbered: pod, in: simulation)
      deletePod(pod, in: &simulation)
    }
  }

  /// The rollout is over when every pod has the newest revision and is ready, and no other is left;
  /// with the strategy OnDelete it never is (stateful_set_utils.go completeRollingUpdate).
  private mutating func completeRollout(of workload: Int, _ ordinals: Range<Int>) {
    let newest = workloads[workload].newest
    guard workloads[workload].current != newest else { return }
    guard workloads[workload].kind != .statefulSet || !workloads[workload].spec.updatesOnDelete
    else { return }
    let isDone = workloads[workload].seats.indices.allSatisfy { ordinal in
      let pod = pod(ordinal, of: workload)
      guard ordinals.contains(ordinal) else { return pod.isNone }
      return !pod.isNone && Int(pods[pod].revision) == newest && pods[pod].isReady
    }
    guard isDone, workloads[workload].seats.count >= ordinals.upperBound else { return }
    workloads[workload].current = newest
  }

  /// The claims of a numbered pod go with it where the retention policy says so: after a
  /// scale-down, also where its number is wanted again, or with the StatefulSet.
  mutating func releaseClaims(of pod: PodHandle, in simulation: inout Simulation) {
    let owner = workloads[Int(pods[pod].owner)]
    guard !owner.spec.claimTemplates.isEmpty else { return }
    let isBeyond = Int(pods[pod].seat) >= owner.spec.firstOrdinal + owner.replicas
    let isDeleted =
      owner.exists
      ? owner.spec.deletesClaimsWhenScaled && (isBeyond || pods[pod].ownsClaims)
      : owner.spec.deletesClaimsWhenDeleted
    guard isDeleted else { return }
    let podName = name(of: pod)
    for template in owner.spec.claimTemplates {
      let claim = volumes.claim(
        namespace: owner.namespace, name: claimName(template.name, podName, owner.kind))
      if let claim { remove(claim: claim, in: &simulation) }
    }
  }

  /// With a StatefulSet go also the claims of pods that a scale-down took away: they were its own
  /// (stateful_set_utils.go claimOwnerMatchesSetAndPod); those of its pods go with these.
  mutating func releaseClaims(ofDeleted workload: Int, in simulation: inout Simulation) {
    let owner = workloads[workload]
    guard owner.kind == .statefulSet, owner.spec.deletesClaimsWhenDeleted else { return }
    for ordinal in owner.seats.indices where owner.seats[ordinal].isNone {
      for template in owner.spec.claimTemplates {
        let name = claimName(template.name, "\(owner.name)-\(ordinal)", owner.kind)
        if let claim = volumes.claim(namespace: owner.namespace, name: name) {
          remove(claim: claim, in: &simulation)
        }
      }
    }
  }

  private mutating func recordDeletion(
    ofNumbered pod: PodHandle, in simulation: borrowing Simulation
  ) {
    let workload = Int(pods[pod].owner)
    let owner = workloads[workload].name
    record(
      workload: workload, "SuccessfulDelete",
      "delete Pod \(name(of: pod)) in StatefulSet \(owner) successful", in: simulation)
  }
}
