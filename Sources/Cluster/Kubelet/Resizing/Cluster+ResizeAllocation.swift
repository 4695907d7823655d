import SimulationKernel

/// How a kubelet decides on other resources of a pod (pkg/kubelet/allocation/allocation_manager.go
/// handlePodResourcesResize, canResizePod).
extension Cluster {
  /// A kubelet looks at a pod's resize: it decides on it, or brings it about.
  mutating func lookAtResize(of pod: PodHandle, in simulation: inout Simulation) {
    let entry = Int(pods[pod].resize)
    guard entry >= 0, resizes[entry].dueAt == simulation.now else { return }
    resizes[entry].dueAt = .infinity
    let node = Int(pods[pod].node)
    guard node >= 0, tendsPods(node), pods[pod].stage != .ended, !pods[pod].isTerminating,
      !pods[pod].isStopping, resizes[entry].stage != .asked || hearsAPI(node)
    else { return }
    if resizes[entry].isPending {
      decideResize(of: pod, in: &simulation)
    } else if resizes[entry].stage == .inProgress {
      continueResize(of: pod, in: &simulation)
    }
  }

  /// What a kubelet still has to decide or to bring about that has started, or has its runtime or
  /// the API again.
  mutating func catchUpResize(of pod: PodHandle, in simulation: inout Simulation) {
    guard let resize = resize(of: pod), resize.isPending || resize.stage == .inProgress else {
      return
    }
    armResize(of: pod, after: watchDelay(pod, .kubelet), in: &simulation)
  }

  private mutating func decideResize(of pod: PodHandle, in simulation: inout Simulation) {
    let entry = Int(pods[pod].resize)
    guard resizes[entry].written != pods[pod].template else {
      // It asks for what it has: an earlier resize is taken back.
      resizes[entry].stage = .done
      resizes[entry].deferredSince = .infinity
      charge(pod, as: resizes[entry].written, in: &simulation)
      retryResizes(on: Int(pods[pod].node), in: &simulation)
      return
    }
    let wanted = templates[Int(resizes[entry].written)].placement
    if let problem = infeasibility(of: wanted, on: Int(pods[pod].node)) {
      resizes[entry].stage = .infeasible
      resizes[entry].deferredSince = .infinity
      resizes[entry].message = problem
      // The scheduler counts what the pod has (resource.IsPodResizeInfeasible).
      charge(pod, as: pods[pod].template, in: &simulation)
      tellResize(
        of: pod, "ResizeInfeasible", "Pod resize Infeasible", isWarning: true, in: simulation)
    } else if let problem = resizeObstacle(of: pod, asking: wanted) {
      postponeResize(of: pod, problem, in: &simulation)
    } else {
      resizes[entry].stage = .inProgress
      resizes[entry].deferredSince = .infinity
      resizes[entry].message = ""
      tellResize(of: pod, "ResizeStarted", "Pod resize started", in: simulation)
      continueResize(of: pod, in: &simulation)
    }
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

  /// A resize has no room: the kubelet says so where it has not said the same before, and tries
  /// again.
  private mutating func postponeResize(
    of pod: PodHandle, _ problem: String, in simulation: inout Simulation
  ) {
    let entry = Int(pods[pod].resize)
    let isNews = resizes[entry].stage != .deferred || resizes[entry].message != problem
    resizes[entry].stage = .deferred
    resizes[entry].message = problem
    resizes[entry].deferredSince = min(resizes[entry].deferredSince, simulation.now)
    if isNews {
      tellResize(
        of: pod, "ResizeDeferred", "Pod resize Deferred", isWarning: true, in: simulation)
    }
    let wait =
      version.ordersResizes
      ? Timings.resizeRetry
      : Timings.podResync.scaled(
        by: 1 + Timings.syncJitter * unit(key(of: pod), .look, at: simulation.now))
    armResize(of: pod, after: wait, in: &simulation)
  }

  /// Something of a node changed: its kubelet tries what it deferred again.
  ///
  /// What asks for no more comes first, then the higher priority, then the guaranteed pods, then
  /// what waits longest (sortPendingResizes).
  mutating func retryResizes(on node: Int, in simulation: inout Simulation) {
    guard version.ordersResizes, freeResizes.count < resizes.count else { return }
    let waiting = nodePods[node].filter { resize(of: $0)?.stage == .deferred }
    for pod in waiting.sorted(by: { resizesBefore($0, $1) }) {
      armResize(of: pod, after: .zero, in: &simulation)
    }
  }

  private func resizesBefore(_ first: PodHandle, _ second: PodHandle) -> Bool {
    let (one, other) = (resizeRank(of: first), resizeRank(of: second))
    return one != other
      ? one.lexicographicallyPrecedes(other) : first.rawValue < second.rawValue
  }

  private func resizeRank(of pod: PodHandle) -> [Int64] {
    let asked = templates[Int(writtenTemplate(of: pod))]
    let present = templates[Int(pods[pod].template)].placement
    let grows =
      asked.placement.cpuMilli > present.cpuMilli || asked.placement.memory > present.memory
    return [
      grows ? 1 : 0, -Int64(asked.spec.priority), asked.quality == .guaranteed ? 0 : 1,
      (resize(of: pod)?.deferredSince ?? .infinity).nanoseconds,
    ]
  }
}
