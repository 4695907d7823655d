import Metrics
import SimulationKernel

/// A Deployment's conditions, its history and rollback (pkg/controller/deployment/progress.go,
/// sync.go; kubectl rollout undo).
extension Cluster {
  /// Whether a rollout has come to its end.
  func isComplete(_ workload: Int, at now: SimTime) -> Bool {
    RolloutStatus.isComplete(
      rolloutCounts(of: workload, at: now), desired: workloads[workload].replicas)
  }

  private func rolloutCounts(of workload: Int, at now: SimTime) -> RolloutStatus.Counts {
    var counts = RolloutStatus.Counts()
    let new = presentRevision(of: workload)
    for pod in workloads[workload].pods where !pods[pod].isTerminating {
      counts.replicas += 1
      if Int(pods[pod].revision) == new { counts.updated += 1 }
      if pods[pod].isReady { counts.ready += 1 }
      if isAvailable(pod, at: now) { counts.available += 1 }
    }
    return counts
  }

  /// Writes the status of a Deployment that is about to go (sync.go syncDeploymentStatus).
  mutating func updateAvailability(of workload: Int, in simulation: borrowing Simulation) {
    let counts = rolloutCounts(of: workload, at: simulation.now)
    workloads[workload].rollout.counts = counts
    setAvailability(of: workload, counts, in: simulation)
  }

  /// Writes the conditions after a sync: Available, Progressing, ReplicaFailure.
  mutating func updateRollout(of workload: Int, in simulation: inout Simulation) {
    let owner = workloads[workload]
    let counts = rolloutCounts(of: workload, at: simulation.now)
    var before = owner.rollout.counts
    // status.updatedReplicas counts pods of the new ReplicaSet: while there is none, the status
    // that the counts are compared with says 0 (sync.go calculateStatus).
    if presentRevision(of: workload) == nil { before.updated = 0 }
    workloads[workload].rollout.counts = counts
    setAvailability(of: workload, counts, in: simulation)
    setReplicaFailure(of: workload, in: simulation)
    guard let deadline = owner.spec.progressDeadline, !owner.spec.isPaused else { return }
    let isDone = owner.rollout.progress == .complete && counts.replicas == counts.updated
    if !isDone {
      if RolloutStatus.isComplete(counts, desired: owner.replicas) {
        setProgress(.complete, of: workload, at: simulation.now)
      } else if RolloutStatus.isProgressing(from: before, to: counts) {
        setProgress(.updated, of: workload, at: simulation.now, isRenewed: true)
      } else if RolloutStatus.isTimedOut(
        owner.rollout.progress, since: owner.rollout.progressAt, deadline: deadline,
        now: simulation.now)
      {
        if owner.rollout.progress != .timedOut { recordTimeout(of: workload, in: simulation) }
        setProgress(.timedOut, of: workload, at: simulation.now)
      }
    }
    armDeadline(of: workload, deadline, in: &simulation)
  }

  /// The controller looks again a second after the deadline (requeueStuckDeployment).
  private mutating func armDeadline(
    of workload: Int, _ deadline: SimDuration, in simulation: inout Simulation
  ) {
    let rollout = workloads[workload].rollout
    guard rollout.awaitsDeadline else { return }
    armLook(
      atRolloutOf: workload, at: max(rollout.progressAt + deadline, simulation.now) + .seconds(1),
      in: &simulation)
  }

  private mutating func armLook(
    atRolloutOf workload: Int, at time: SimTime, in simulation: inout Simulation
  ) {
    guard !isSettling, time < workloads[workload].rollout.lookAt else { return }
    workloads[workload].rollout.lookAt = time
    schedule(.rolloutLook, at: time, argument: UInt32(workload), in: &simulation)
  }

  /// The Deployment's controller looks whether the deadline is over; those of its ReplicaSets have
  /// a queue of their own, and make no pods for it.
  mutating func lookAtRollout(of workload: Int, in simulation: inout Simulation) {
    guard workloads[workload].rollout.lookAt == simulation.now else { return }
    workloads[workload].rollout.lookAt = .infinity
    guard areControllersUp, workloads[workload].exists, !workloads[workload].isTerminating,
      !workloads[workload].isEnding, workloads[workload].rollout.awaitsDeadline
    else { return }
    let free = workloads[workload].busyUntil
    guard simulation.now >= free else {
      armLook(atRolloutOf: workload, at: free, in: &simulation)
      return
    }
    scaleSets(of: workload, in: &simulation)
    endSync(of: workload, in: &simulation)
    updateRollout(of: workload, in: &simulation)
  }

  /// Sets the condition Progressing; one with the same reason keeps its time unless it is renewed.
  mutating func setProgress(
    _ progress: RolloutStatus.Progress, of workload: Int, at now: SimTime, isRenewed: Bool = false
  ) {
    guard workloads[workload].spec.progressDeadline != nil,
      isRenewed || workloads[workload].rollout.progress != progress
    else { return }
    let isNew = workloads[workload].rollout.progress != progress
    workloads[workload].rollout.progress = progress
    workloads[workload].rollout.progressAt = now
    guard isNew else { return }
    changeCondition(
      "Progressing", of: workload, progress.status, progress.rawValue,
      progress.sentence(about: rolloutSubject(of: workload)), at: now)
  }

  private func rolloutSubject(of workload: Int) -> RolloutStatus.Subject {
    guard let new = presentRevision(of: workload) else {
      return .deployment(workloads[workload].name)
    }
    return .replicaSet(replicaSetName(workload, new))
  }

  /// A condition in a workload's status has changed; what is settled before time zero is none.
  mutating func changeCondition(
    _ condition: String, of workload: Int, _ status: ConditionStatus, _ reason: String,
    _ message: String,
    at now: SimTime
  ) {
    guard !isSettling else { return }
    let owner = workloads[workload]
    conditionChanges.append(
      ConditionChange(
        time: now, kind: owner.kind.rawValue, namespace: owner.namespace, name: owner.name,
        condition: condition, status: status, reason: reason, message: message))
  }

  /// The real API keeps a missed deadline as a condition only; the twin's list of events shows it.
  private mutating func recordTimeout(of workload: Int, in simulation: borrowing Simulation) {
    let progress = RolloutStatus.Progress.timedOut
    record(
      workload: workload, progress.rawValue,
      progress.sentence(about: rolloutSubject(of: workload)), isWarning: true, by: .vhsim,
      in: simulation)
  }

  private mutating func setAvailability(
    of workload: Int, _ counts: RolloutStatus.Counts, in simulation: borrowing Simulation
  ) {
    let update = rollingUpdate(of: workload)
    let isAvailable = counts.available >= update.replicas - update.unavailable
    guard isAvailable != workloads[workload].rollout.isAvailable else { return }
    workloads[workload].rollout.isAvailable = isAvailable
    changeCondition(
      "Available", of: workload, ConditionStatus(isAvailable),
      isAvailable ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
      isAvailable
        ? "Deployment has minimum availability." : "Deployment does not have minimum availability.",
      at: simulation.now)
  }

  private mutating func setReplicaFailure(
    of workload: Int, in simulation: borrowing Simulation
  ) {
    let owner = workloads[workload]
    // The new ReplicaSet's failure comes before those of others (progress.go getReplicaFailures).
    let new = presentRevision(of: workload).map { owner.revisions[$0] }
    let refused =
      new?.isRefused == true ? new : owner.revisions.first { $0.isRefused && !$0.isGone }
    guard (refused != nil) != owner.rollout.hasReplicaFailure else { return }
    workloads[workload].rollout.hasReplicaFailure = refused != nil
    changeCondition(
      "ReplicaFailure", of: workload, ConditionStatus(refused != nil), "FailedCreate",
      refused?.refusal ?? "The API takes the pods again.",
      at: simulation.now)
  }

  /// A Deployment that has run before time zero: its rollout is complete.
  ///
  /// One whose pods the API does not take waits for them since everything began to run: its first
  /// sync finds a deadline missed that is over by then.
  mutating func settleRollout(of workload: Int) {
    let update = rollingUpdate(of: workload)
    let newest = workloads[workload].newest
    workloads[workload].revisions[newest].desired = update.replicas
    workloads[workload].revisions[newest].greatest = update.replicas + update.surge
    let count = workloads[workload].activeCount
    workloads[workload].rollout.counts = RolloutStatus.Counts(
      replicas: count, updated: count, ready: count, available: count)
    workloads[workload].rollout.isAvailable = true
    guard workloads[workload].spec.progressDeadline != nil else { return }
    let isStuck =
      count < update.replicas && workloads[workload].revisions[newest].isRefused
      && !workloads[workload].spec.isPaused
    workloads[workload].rollout.progress = isStuck ? .created : .complete
    workloads[workload].rollout.progressAt = isStuck ? Cluster.settledSince : .zero
  }

  /// A paused rollout's deadline stands still (checkPausedConditions).
  mutating func notePause(of workload: Int, at now: SimTime) {
    let owner = workloads[workload]
    guard owner.rollout.progress != .timedOut else { return }
    let isNoted = owner.rollout.progress == .paused
    if owner.spec.isPaused && !isNoted {
      setProgress(.paused, of: workload, at: now)
    } else if !owner.spec.isPaused && isNoted {
      setProgress(.resumed, of: workload, at: now)
    }
  }

  /// Deletes old ReplicaSets beyond the history limit; one that is about to go counts no more
  /// (sync.go cleanupDeployment).
  mutating func trimHistory(of workload: Int) {
    let owner = workloads[workload]
    let old = oldRevisions(of: workload).filter { !owner.revisions[$0].isTerminating }
      .sorted { owner.revisions[$0].number < owner.revisions[$1].number }
    let surplus = RolloutStatus.historyToDelete(
      old.map { (owner.revisions[$0].replicas, owner.revisions[$0].pods) },
      limit: owner.spec.revisionHistoryLimit)
    for index in surplus where keptSet((workload, old[index])) == nil {
      endRevision(old[index], of: workload)
    }
  }

  /// Brings an earlier revision's template back (`kubectl rollout undo`); returns why not.
  ///
  /// Without a number it is the second-highest of those that are there, whichever the present
  /// template is (polymorphichelpers/rollback.go deploymentRevision). What kubectl itself finds
  /// comes before what webhooks say to its patch.
  mutating func rollBack(
    workload: Int, toRevision number: Int?, in simulation: inout Simulation
  ) -> String? {
    let owner = workloads[workload]
    let known = owner.revisions.filter { !$0.isGone }
    let previous = known.sorted { $0.number < $1.number }.dropLast().last
    guard let wanted = number.map({ wanted in known.first { $0.number == wanted } }) ?? previous
    else {
      let kind = owner.kind.rawValue.lowercased()
      let problem =
        number.map { "unable to find specified revision \($0) in history" }
        ?? "no rollout history found for \(kind) \"\(owner.name)\""
      return refuseRollback(of: workload, problem, in: simulation)
    }
    guard !owner.spec.isPaused else {
      return refuseRollback(
        of: workload, "you cannot rollback a paused deployment; resume it first", in: simulation)
    }
    guard wanted.mark != owner.templateMark else {
      return refuseRollback(
        of: workload, "current template already matches revision", in: simulation)
    }
    if let problem = webhookRefusal(ofChanging: workload, in: simulation) { return problem }
    workloads[workload].spec.templateDigest = wanted.digest
    workloads[workload].spec.ephemeralClaims = templates[Int(wanted.template)].ephemeralClaims
    adoptTemplate(wanted.source, of: workload)
    scheduleSync(of: workload, in: &simulation)
    return nil
  }

  /// Records that kubectl does not roll a workload back, and returns its words.
  private mutating func refuseRollback(
    of workload: Int, _ problem: String, in simulation: borrowing Simulation
  ) -> String {
    record(
      workload: workload, "RollbackRefused", problem, isWarning: true, by: .kubectl,
      in: simulation)
    return problem
  }
}
