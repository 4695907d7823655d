import SimulationKernel

/// How a kubelet decides on other resources of a pod (pkg/kubelet/allocation/allocation_manager.go
/// handlePodResourcesResize, canResizePod).
extension Cluster {
  /// A kubelet looks at a pod's resize: it decides on what is asked for, brings about what is set
  /// aside, or both.
  mutating func lookAtResize(of pod: PodHandle, in simulation: inout Simulation) {
    let (entry, now) = (Int(pods[pod].resize), simulation.now)
    guard entry >= 0 else { return }
    let (decides, actuates) = (resizes[entry].decidesAt == now, resizes[entry].actuatesAt == now)
    if decides { resizes[entry].decidesAt = .infinity }
    if actuates { resizes[entry].actuatesAt = .infinity }
    let node = Int(pods[pod].node)
    guard node >= 0, tendsPods(node), pods[pod].stage != .ended, !pods[pod].isTerminating,
      !pods[pod].isStopping
    else { return }
    if actuates, resizes[entry].isInProgress { continueResize(of: pod, in: &simulation) }
    // What a kubelet knows of, because it answered or makes room for it, needs no API.
    let isKnown = resizes[entry].answer != .awaited || resizes[entry].isPreempting
    if decides, resizes[entry].isPending, isKnown || hearsAPI(node) {
      decideResize(of: pod, in: &simulation)
    }
  }

  /// What a kubelet still has to decide or to bring about that has started, or has its runtime or
  /// the API again.
  mutating func catchUpResize(of pod: PodHandle, in simulation: inout Simulation) {
    guard let resize = resize(of: pod), resize.isPending || resize.isInProgress else { return }
    let delay = watchDelay(pod, .kubelet)
    if resize.isPending { armDecision(of: pod, after: delay, in: &simulation) }
    if resize.isInProgress { armActuation(of: pod, after: delay, in: &simulation) }
  }

  private mutating func decideResize(of pod: PodHandle, in simulation: inout Simulation) {
    let entry = Int(pods[pod].resize)
    resizes[entry].isPreempting = false
    guard resizes[entry].written != resizes[entry].allocated else {
      // It asks for what is set aside: a resize is taken back.
      settleResize(of: pod, .granted, in: &simulation)
      retryResizes(on: Int(pods[pod].node), in: &simulation)
      return
    }
    let wanted = templates[Int(resizes[entry].written)].placement
    if let problem = infeasibility(of: wanted, on: Int(pods[pod].node)) {
      settleResize(of: pod, .infeasible, problem, in: &simulation)
      tellPendingResize(of: pod, "ResizeInfeasible", "Pod resize Infeasible", in: simulation)
    } else if let obstacle = resizeObstacle(of: pod, asking: wanted) {
      guard isCritical(pod) else {
        postponeResize(of: pod, obstacle, in: &simulation)
        return
      }
      preempt(forResizing: pod, asking: wanted, in: &simulation)
    } else {
      grantResize(of: pod, in: &simulation)
    }
  }

  /// A resize waits no longer: it has what it asks for set aside, or never will.
  private mutating func settleResize(
    of pod: PodHandle, _ answer: PodResize.Answer, _ obstacle: String = "",
    in simulation: inout Simulation
  ) {
    let entry = Int(pods[pod].resize)
    resizes[entry].answer = answer
    resizes[entry].obstacle = obstacle
    resizes[entry].deferredSince = .infinity
    rechargeResize(of: pod, in: &simulation)
  }

  /// A kubelet sets aside what a pod asks for, in place of what it has set aside before.
  private mutating func grantResize(of pod: PodHandle, in simulation: inout Simulation) {
    let entry = Int(pods[pod].resize)
    resizes[entry].allocated = resizes[entry].written
    resizes[entry].allocatedGeneration = resizes[entry].generation
    resizes[entry].isInProgress = true
    resizes[entry].problem = ""
    resizes[entry].looks = 0
    settleResize(of: pod, .granted, in: &simulation)
    tellAllocatedResize(of: pod, "ResizeStarted", "Pod resize started", in: simulation)
    continueResize(of: pod, in: &simulation)
  }

  /// Pods that are not critical go for a critical one that asks for more than its node has left; it
  /// waits for their end, as a kubelet that does nothing else meanwhile (pkg/kubelet/preemption
  /// evictPodsToFreeRequests, which resizes go through as new pods do).
  private mutating func preempt(
    forResizing pod: PodHandle, asking wanted: PlacementDemand, in simulation: inout Simulation
  ) {
    if let lack = makeRoom(for: pod, asking: wanted, in: &simulation) {
      postponeResize(of: pod, lack, in: &simulation)
      return
    }
    resizes[Int(pods[pod].resize)].isPreempting = true
    armDecision(of: pod, after: Timings.attachRetry, in: &simulation)
  }

  /// What a node does not have, in the kubelet's words; nil where it has it all.
  private func infeasibility(of wanted: PlacementDemand, on node: Int) -> String? {
    let whole = nodeSpecs[node].allocatable
    let text = "Node didn't have enough capacity: "
    if wanted.memory > whole.memory {
      return text + "memory, requested: \(wanted.memory), capacity: \(whole.memory)"
    }
    guard wanted.cpuMilli > whole.cpuMilli else { return nil }
    return text + "cpu, requested: \(wanted.cpuMilli), capacity: \(whole.cpuMilli)"
  }

  /// A resize has no room, and what is set aside stays so: the kubelet says it where it has not
  /// said the same before, and tries again.
  private mutating func postponeResize(
    of pod: PodHandle, _ problem: String, in simulation: inout Simulation
  ) {
    let entry = Int(pods[pod].resize)
    let isNews = resizes[entry].answer != .deferred || resizes[entry].obstacle != problem
    resizes[entry].answer = .deferred
    resizes[entry].obstacle = problem
    resizes[entry].deferredSince = min(resizes[entry].deferredSince, simulation.now)
    if isNews {
      tellPendingResize(of: pod, "ResizeDeferred", "Pod resize Deferred", in: simulation)
    }
    let wait =
      version.ordersResizes
      ? Timings.resizeRetry
      : Timings.podResync.scaled(
        by: 1 + Timings.syncJitter * unit(key(of: pod), .look, at: simulation.now))
    armDecision(of: pod, after: wait, in: &simulation)
  }

  /// Something of a node changed: its kubelet tries what it deferred again.
  ///
  /// What asks for no more comes first, then the higher priority, then the guaranteed pods, then
  /// what waits longest (sortPendingResizes).
  mutating func retryResizes(on node: Int, in simulation: inout Simulation) {
    guard version.ordersResizes, freeResizes.count < resizes.count else { return }
    let waiting = nodePods[node].filter { pod in
      resize(of: pod).map { $0.answer == .deferred || $0.isPreempting } ?? false
    }
    for pod in waiting.sorted(by: { resizesBefore($0, $1) }) {
      armDecision(of: pod, after: .zero, in: &simulation)
    }
  }

  private func resizesBefore(_ first: PodHandle, _ second: PodHandle) -> Bool {
    let (one, other) = (resizeRank(of: first), resizeRank(of: second))
    return one != other
      ? one.lexicographicallyPrecedes(other) : first.rawValue < second.rawValue
  }

  private func resizeRank(of pod: PodHandle) -> [Int64] {
    let asked = templates[Int(writtenTemplate(of: pod))]
    let present = templates[Int(allocatedTemplate(of: pod))].placement
    let grows =
      asked.placement.cpuMilli > present.cpuMilli || asked.placement.memory > present.memory
    return [
      grows ? 1 : 0, -Int64(asked.spec.priority), asked.quality == .guaranteed ? 0 : 1,
      (resize(of: pod)?.deferredSince ?? .infinity).nanoseconds,
    ]
  }
}
