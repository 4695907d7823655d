import SimulationKernel

/// A kubelet comes back to pods that ran on without it, or without the runtime: it goes on with
/// what was due, sees what has ended, and leaves alone what runs.
extension Cluster {
  /// What a runtime's client hears where nothing listens on its socket.
  static let runtimeSilence =
    "rpc error: code = Unavailable desc = connection error: desc = \"transport: Error while "
    + "dialing: dial unix /run/containerd/containerd.sock: connect: connection refused\""

  /// Whether a pod's next step can be taken: most are its kubelet's with the runtime, some the
  /// kubelet's alone, and work ends by itself.
  func canAdvance(_ pod: PodHandle) -> Bool {
    let node = Int(pods[pod].node)
    guard !tendsPods(node) else { return true }
    guard !pods[pod].isTerminating else { return false }
    switch pods[pod].stage {
    case .bound: return runsKubelet(node) && !nodes[node].isRuntimeMissed
    case .running: return true
    default: return false
    }
  }

  /// The runtime does not answer the first request for a pod's sandbox; there is no other, as the
  /// pod's worker waits for news from the runtime (pod_workers.go, cache.go GetNewerThan).
  mutating func recordMissingRuntime(of pod: PodHandle, in simulation: borrowing Simulation) {
    let node = Int(pods[pod].node)
    guard runsKubelet(node), !nodes[node].isRuntimeMissed, pods[pod].stage == .mounting,
      !pods[pod].isTerminating
    else { return }
    record(
      pod, "FailedCreatePodSandBox",
      "Failed to create pod sandbox: " + Cluster.runtimeSilence, isWarning: true, in: simulation)
  }

  /// Goes on with the pods of a node; a new kubelet has forgotten what the one before waited for.
  mutating func resumePods(
    of node: Int, byNewKubelet isNew: Bool, in simulation: inout Simulation
  ) {
    pulls[node].restart(at: simulation.now)
    advancePulls(on: node, in: &simulation)
    for pod in nodePods[node] where pods.contains(pod) && pods[pod].stage != .ended {
      if isNew { forgetWaits(of: pod, at: simulation.now) }
      for index in containerRange(of: pod) where pods[pod].stage != .ended {
        resume(container: index, byNewKubelet: isNew, in: &simulation)
      }
      guard pods[pod].stage != .ended else { continue }
      resume(pod, in: &simulation)
      catchUpResize(of: pod, in: &simulation)
    }
  }

  private mutating func forgetWaits(of pod: PodHandle, at now: SimTime) {
    pods[pod].probedSince = now
    pods[pod].mountWait = .zero
    pods[pod].pullBackoff = PullBackoff()
    pods[pod].initial.backoff = .zero
    if pods[pod].stage == .waiting { pods[pod].timerAt = now }
  }

  /// The pod's own next step; the end of one that stops begins anew with the whole grace
  /// (kuberuntime_container.go killContainer).
  private mutating func resume(_ pod: PodHandle, in simulation: inout Simulation) {
    let own = templates[Int(pods[pod].template)].spec.terminationGrace
    let grace = pods[pod].isTerminating ? pods[pod].deletionGrace : own
    if pods[pod].isTerminating || pods[pod].isStopping {
      pods[pod].graceEnd = simulation.now + grace
    }
    if pods[pod].isStopping {
      stopContainers(of: pod, in: &simulation)
    } else if pods[pod].timerAt <= simulation.now {
      step(pod, after: relistWait(pod, position: 0, at: simulation.now), in: &simulation)
    }
  }

  private mutating func resume(
    container index: Int, byNewKubelet isNew: Bool, in simulation: inout Simulation
  ) {
    let pod = containers[index].pod
    switch containers[index].phase {
    case .ended where containers[index].isEndUnseen:
      containers[index].isEndUnseen = false
      seeEnd(ofContainer: index, byNewKubelet: isNew, in: &simulation)
    case .ended: break
    case .running where pods[pod].isStopping: break
    case .running where containers[index].stop == .none:
      resumeRunning(index, byNewKubelet: isNew, in: &simulation)
    case .running where isNew && !containers[index].isRedefined:
      // Nobody remembers why it was to end.
      containers[index].stop = .none
      containers[index].graceEnd = .infinity
      containers[index].timerAt = containers[index].doneAt
      restartProbes(ofContainer: index, in: &simulation)
    case .running:
      let own = templates[Int(pods[pod].template)].spec.terminationGrace
      stopContainer(index, grace: own, in: &simulation)
    case .waiting, .backingOff:
      resumeWait(index, byNewKubelet: isNew, in: &simulation)
    }
  }

  private mutating func resumeRunning(
    _ index: Int, byNewKubelet isNew: Bool, in simulation: inout Simulation
  ) {
    if isNew {
      restartProbes(ofContainer: index, in: &simulation)
    } else if !containers[index].isStarted, containers[index].startup.first == .infinity {
      beginProbes(ofContainer: index, in: &simulation)
    } else {
      // Commands of probes can be run again.
      observeHealth(ofContainer: index, in: &simulation)
    }
    if containers[index].timerAt <= simulation.now { resumeTimer(index, in: &simulation) }
  }

  private mutating func resumeWait(
    _ index: Int, byNewKubelet isNew: Bool, in simulation: inout Simulation
  ) {
    if isNew {
      containers[index].backoff = .zero
      containers[index].pullBackoff = PullBackoff()
    }
    guard
      containers[index].timerAt <= simulation.now
        || isNew && containers[index].phase == .backingOff
    else { return }
    resumeTimer(index, in: &simulation)
  }

  private mutating func resumeTimer(_ index: Int, in simulation: inout Simulation) {
    let wait = relistWait(
      containers[index].pod, position: Int(containers[index].position), at: simulation.now)
    armRestart(index, after: wait, in: &simulation)
  }
}
