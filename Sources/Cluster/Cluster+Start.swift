package import SimulationKernel

/// The state at time zero.
extension Cluster {
  /// Since when everything has run at a running start: an hour before time zero.
  static let settledSince = SimTime(nanoseconds: -3_600_000_000_000)

  /// Brings the cluster to its state at time zero.
  ///
  /// At a running start every pod is placed by the scheduler, Ready and listed in its Services; the
  /// software is told by `started` at time zero, with `Pod.servingSince` an hour before:
  /// it is warm. A pod with an image that nobody can bring to its node waits for it, and what its
  /// node's kubelet does not take or start is refused there. Jobs are taken as completed. At a cold
  /// start everything is created at time zero.
  package mutating func start(in simulation: inout Simulation) {
    recordRefusals(in: simulation)
    for workload in workloads.indices where workloads[workload].kind == .cronJob {
      workloads[workload].cron.lastScheduleAt = simulation.now
      armCronJob(workload, after: simulation.now, in: &simulation)
    }
    startAutoscaling(in: &simulation)
    startNodeAutoscaler(in: &simulation)
    defer {
      startLeases(in: &simulation)
      startProportionalAutoscalers(in: &simulation)
    }
    guard startsRunning else {
      startClaims(in: &simulation)
      for workload in workloads.indices where workloads[workload].exists {
        scheduleSync(of: workload, in: &simulation)
      }
      return
    }
    assumeConfigurations()
    isSettling = true
    startClaims(in: &simulation)
    applyAutoscalersBounds()
    settleProportions()
    settleReplicaSets()
    for workload in startOrder() { settle(workload, in: &simulation) }
    placeSettledPods(in: &simulation)
    isSettling = false
    for workload in workloads.indices { warm(podsOf: workload, in: &simulation) }
    primeUsage(at: simulation.now)
    for service in services.indices { _ = writeSlices(of: service, in: simulation) }
    for workload in workloads.indices
    where workloads[workload].exists && isIncomplete(workload) {
      scheduleSync(of: workload, in: &simulation)
    }
    if !volumes.unboundClaims.isEmpty { armClaimSync(in: &simulation) }
    wakeScheduler([], in: &simulation)
  }

  /// What the API refused it does not have: a file that brings it again creates it.
  private mutating func recordRefusals(in simulation: borrowing Simulation) {
    for refusal in refusals {
      let object = refusal.object
      record(
        kind: object.kind, namespace: object.namespace, name: object.name, "Forbidden",
        refusal.problem, isWarning: true, by: .kubectl, in: simulation)
      written.remove(object.kind, object.namespace, object.name)
    }
  }

  /// Finds a node for every pod that has one, and tells of those that have none.
  ///
  /// A pod that fitted nowhere is tried again when another that helps it was placed.
  private mutating func placeSettledPods(in simulation: inout Simulation) {
    repeat {
      while !scheduler.queue.isIdle { scheduleNextPod(in: &simulation) }
      scheduler.queue.flushBackoff(at: .infinity)
    } while !scheduler.queue.isIdle
    for failure in scheduler.settlingFailures where pods[failure.pod].node < 0 {
      // Of several attempts the last one tells why.
      guard pods[failure.pod].attempts == failure.attempt else { continue }
      recordFailedScheduling(failure.pod, failure.message, in: simulation)
    }
    scheduler.settlingFailures = []
  }

  /// What the start took for granted and what it found missing, beside what the spec notes.
  package func startNotes(besides spec: ClusterSpec) -> [String] {
    Array(notes.dropFirst(spec.notes.count))
  }

  /// Whether the running start left something to do: a pod that no node takes or that nothing makes
  /// ready, or one that admission refused.
  private func isIncomplete(_ workload: Int) -> Bool {
    let owner = workloads[workload]
    return owner.pods.contains {
      pods[$0].node < 0 || !pods[$0].isReady || !isConforming($0, to: workload)
    }
      || owner.revisions.contains(where: \.isRefused)
  }

  /// DaemonSets first: they are there before anything else on a real node.
  private func startOrder() -> [Int] {
    let daemons = workloads.indices.filter { workloads[$0].kind == .daemonSet }
    return daemons + workloads.indices.filter { workloads[$0].kind != .daemonSet }
  }

  /// An autoscaler has long brought its target's replicas between its bounds; none is on at 0.
  private mutating func applyAutoscalersBounds() {
    for autoscaler in autoscaling.autoscalers where autoscaler.exists {
      guard let workload = autoscaler.workload, workloads[workload].replicas > 0,
        autoscaler.spec.mappingProblem == nil
      else { continue }
      let limits = autoscaler.spec.limits
      workloads[workload].replicas = min(
        max(workloads[workload].replicas, limits.minReplicas), limits.maxReplicas)
    }
  }

  private mutating func settle(_ workload: Int, in simulation: inout Simulation) {
    guard workloads[workload].exists else { return }
    let count = workloads[workload].replicas
    let newest = workloads[workload].newest
    workloads[workload].revisions[newest].replicas = count
    switch workloads[workload].kind {
    case .deployment, .replicaSet:
      let adopted = settleAdoption(of: workload, in: &simulation)
      for _ in adopted..<max(adopted, count) {
        createPod(of: workload, revision: newest, in: &simulation)
      }
      settleRollout(of: workload)
    case .statefulSet, .podSet, .operated: settleNumbered(workload, in: &simulation)
    case .daemonSet: settleDaemons(of: workload, in: &simulation)
    case .pod:
      guard !isSelected(workload) else { return }
      createPod(of: workload, revision: 0, in: &simulation)
    case .job:
      guard workloads[workload].spec.job?.isManagedElsewhere != true else { return }
      workloads[workload].job.isFinished = true
      workloads[workload].job.succeeded = workloads[workload].spec.job?.completions ?? 1
      notes.append(
        "Job \(workloads[workload].qualifiedName) is taken as completed before time zero")
    case .cronJob: break
    }
  }

  /// A StatefulSet's pods are there, those that it adopted and those that it made.
  private mutating func settleNumbered(_ workload: Int, in simulation: inout Simulation) {
    settleNumberedPods(of: workload, in: &simulation)
    let first = workloads[workload].spec.firstOrdinal
    let isParallel = workloads[workload].spec.isParallel
    for ordinal in first..<first + workloads[workload].replicas {
      let adopted = pod(ordinal, of: workload)
      guard adopted.isNone else {
        if !isConforming(adopted, to: workload) { return }
        continue
      }
      let pod = createPod(of: workload, revision: 0, ordinal: Int32(ordinal), in: &simulation)
      if pod == nil, !isParallel { return }
    }
  }

  /// The placed pods of a workload have run for an hour, but those whose image nobody has, those
  /// that their kubelet refuses, those whose ConfigMaps or Secrets the API refused and those that
  /// would run as root and must not.
  private mutating func warm(podsOf workload: Int, in simulation: inout Simulation) {
    for pod in workloads[workload].pods where pods[pod].node >= 0 {
      if let image = absentImage(of: pod) {
        leaveWaiting(pod, for: image, in: &simulation)
      } else if isRefusedAtStart(pod) {
        step(pod, after: watchDelay(pod, .kubelet), in: &simulation)
      } else if missesRefused(pod) || wouldRunAsRoot(pod) {
        step(pod, after: .zero, in: &simulation)
      } else {
        warm(pod, in: &simulation)
      }
    }
  }

  /// A placed pod has run for an hour: images and volumes are there, probes have passed.
  private mutating func warm(_ pod: PodHandle, in simulation: inout Simulation) {
    let node = Int(pods[pod].node)
    let template = templates[Int(pods[pod].template)]
    for image in template.images {
      keepImage(Int(image), on: node, at: Cluster.settledSince)
    }
    isSettling = true
    _ = attachVolumes(of: pod, in: &simulation)
    allocateContainers(of: pod)
    noteProcesses(of: pod)
    pods[pod].phase = .running
    pods[pod].stage = .running
    pods[pod].startedAt = Cluster.settledSince
    pods[pod].probedSince = Cluster.settledSince
    pods[pod].isServing = true
    pods[pod].isAlive = true
    pods[pod].isHealthy = true
    pods[pod].servingSince = Cluster.settledSince
    for index in containerRange(of: pod) { warm(container: index, in: &simulation) }
    pods[pod].containersReadyAt = Cluster.settledSince
    pods[pod].isReady = gateDelay(of: pod) != nil
    pods[pod].readyChangedAt = Cluster.settledSince
    workloads[Int(pods[pod].owner)].readyCount += pods[pod].isReady ? 1 : 0
    joinServices(pod, in: &simulation)
    isSettling = false
    for index in containerRange(of: pod) { observeHealth(ofContainer: index, in: &simulation) }
    // What has run for an hour would be over: its time begins at time zero.
    if template.spec.deadline != nil {
      pods[pod].startedAt = simulation.now
      armDeadline(of: pod, in: &simulation)
    }
    notify(pod, .started, in: &simulation)
  }

  private mutating func warm(container index: Int, in simulation: inout Simulation) {
    let pod = containers[index].pod
    containers[index].phase = .running
    containers[index].startedAt = Cluster.settledSince
    containers[index].isStarted = true
    containers[index].isReady = true
    registerCPU(ofContainer: index)
    disks.write(filesHeld(byContainer: index), on: Int(pods[pod].node))
    takeFirstMemory(container: index, in: &simulation)
    settleProbes(ofContainer: index)
    armCommand(ofContainer: index, in: &simulation)
  }
}
