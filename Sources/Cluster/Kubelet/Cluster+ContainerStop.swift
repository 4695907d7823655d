import SimulationKernel

/// How a kubelet ends the containers of a pod within its one grace
/// (pkg/kubelet/kuberuntime/kuberuntime_container.go killContainer,
/// kuberuntime_termination_order.go).
///
/// All preStop hooks run at once; then each container gets SIGTERM, a sidecar only when the app
/// containers and the sidecars started after it have ended.
extension Cluster {
  /// The kubelet ends a pod on its own account; the object stays.
  mutating func stop(
    _ pod: PodHandle, grace: SimDuration, in simulation: inout Simulation
  ) {
    pods[pod].graceEnd = min(pods[pod].graceEnd, simulation.now + grace)
    stopContainers(of: pod, in: &simulation)
  }

  /// Begins to end a pod's containers; their grace is the pod's.
  mutating func stopContainers(of pod: PodHandle, in simulation: inout Simulation) {
    if runsInit(pod, at: simulation.now) {
      record(pod, "Killing", "Stopping container \(stepSpec(of: pod).name)", in: simulation)
    }
    pods[pod].timerAt = .infinity
    pods[pod].stage = .preStop
    let range = containerRange(of: pod)
    for index in range
    where containers[index].phase != .running && containers[index].phase != .ended {
      haltContainer(index, in: &simulation)
    }
    let running = range.filter { containers[$0].phase == .running }
    for index in running {
      record(
        pod, "Killing", "Stopping container \(spec(ofContainer: index).name)", in: simulation)
      containers[index].startup = ProbeState()
      containers[index].liveness = ProbeState()
      containers[index].stop = .hook
      containers[index].graceEnd = .infinity
      containers[index].timerAt = .infinity
    }
    for index in running { beginHook(index, in: &simulation) }
    guard running.isEmpty else { return }
    pods[pod].stage = .stopping
    step(pod, after: Timings.quickExit, in: &simulation)
  }

  /// The kubelet ends one container that failed a probe, as it ends those of a deleted pod.
  ///
  /// The others go on. It gets SIGTERM without a turn, and its readiness is probed on.
  mutating func stopContainer(
    _ index: Int, grace: SimDuration, in simulation: inout Simulation
  ) {
    containers[index].startup = ProbeState()
    containers[index].liveness = ProbeState()
    containers[index].stop = .hook
    containers[index].graceEnd = simulation.now + grace
    beginHook(index, in: &simulation)
  }

  private mutating func beginHook(_ index: Int, in simulation: inout Simulation) {
    let spec = spec(ofContainer: index)
    let left = graceLeft(of: index, at: simulation.now)
    // A lame duck serves on after SIGTERM, as during a hook.
    let rest = isMainContainer(index) ? lameduck(of: containers[index].pod) : .zero
    let hook = min(min(spec.preStop, left) + min(rest, left), left)
    containers[index].isHookCut = left > .zero && spec.preStop > left
    if hook > .zero {
      armStop(index, at: simulation.now + hook, in: &simulation)
    } else {
      askToStop(index, in: &simulation)
    }
  }

  /// What is left of the pod's grace and of the container's own.
  private func graceLeft(of index: Int, at now: SimTime) -> SimDuration {
    let end = min(pods[containers[index].pod].graceEnd, containers[index].graceEnd)
    return max(.zero, end - now)
  }

  private mutating func armStop(_ index: Int, at end: SimTime, in simulation: inout Simulation) {
    // Its command may be done before.
    let time = min(end, containers[index].doneAt)
    containers[index].timerAt = time
    schedule(.containerStep, at: time, argument: UInt32(index), in: &simulation)
  }

  /// A container's hook, its wait for its turn or its grace is over.
  mutating func continueStop(_ index: Int, in simulation: inout Simulation) {
    guard simulation.now < containers[index].doneAt else {
      endCommand(ofContainer: index, in: &simulation)
      return
    }
    if containers[index].stop == .hook, !containers[index].isHookCut,
      spec(ofContainer: index).preStopFails
    {
      recordFailedHook(ofContainer: index, in: simulation)
    }
    switch containers[index].stop {
    case .hook: askToStop(index, in: &simulation)
    case .turn: sendTerm(to: index, in: &simulation)
    case .asked, .none:
      let wasKilled = lastsItsGrace(index)
      endContainer(index, exitCode: wasKilled ? 137 : 143, reason: .error, in: &simulation)
    }
  }

  /// The hook is over: SIGTERM, or the wait for one's turn, which the grace's end cuts short.
  private mutating func askToStop(_ index: Int, in simulation: inout Simulation) {
    guard pods[containers[index].pod].isStopping, !hasTurn(index) else {
      sendTerm(to: index, in: &simulation)
      return
    }
    containers[index].stop = .turn
    let end = max(simulation.now, pods[containers[index].pod].graceEnd)
    armStop(index, at: end, in: &simulation)
  }

  /// Whether all have ended that a container outlives: of a sidecar the app containers and the
  /// sidecars after it, of an injected mesh proxy the other app containers
  /// (EXIT_ON_ZERO_ACTIVE_CONNECTIONS: it serves while somebody uses it).
  private func hasTurn(_ index: Int) -> Bool {
    let pod = containers[index].pod
    let template = templates[Int(pods[pod].template)]
    let position = Int(containers[index].position)
    let apps = template.spec.containers.count
    guard position >= apps || position == template.proxyPosition else { return true }
    return containerRange(of: pod).allSatisfy { other in
      let its = Int(containers[other].position)
      let goesFirst = position < apps ? its < apps && its != position : its < apps || its > position
      return !goesFirst || containers[other].phase == .ended
    }
  }

  /// SIGTERM; the runtime gives at least two seconds before SIGKILL.
  private mutating func sendTerm(to index: Int, in simulation: inout Simulation) {
    let pod = containers[index].pod
    containers[index].stop = .asked
    if isMainContainer(index) {
      if pods[pod].isStopping { pods[pod].stage = .stopping }
      notify(pod, .stopping, in: &simulation)
    }
    let left =
      lastsItsGrace(index)
      ? max(Timings.leastStop, graceLeft(of: index, at: simulation.now)) : Timings.quickExit
    armStop(index, at: simulation.now + left, in: &simulation)
  }

  /// Whether only SIGKILL ends the container: a model says when its software ends before, or the
  /// software hangs.
  private func lastsItsGrace(_ index: Int) -> Bool {
    let pod = containers[index].pod
    return spec(ofContainer: index).ignoresTermination
      || isMainContainer(index)
        && (pods[pod].software != Room.cluster.rawValue || !pods[pod].isAlive)
  }

  /// Whether what is due of a container needs neither kubelet nor runtime: its process ends by
  /// itself.
  func endsByItself(_ index: Int, at now: SimTime) -> Bool {
    guard containers[index].phase == .running else { return false }
    return now >= containers[index].doneAt
      || containers[index].stop == .asked && !lastsItsGrace(index)
  }

  /// Whether a pod's main container has got SIGTERM and still runs.
  package func isAskedToStop(_ pod: PodHandle) -> Bool {
    pods.contains(pod) && pods[pod].isServing && containers[mainContainer(of: pod)].stop == .asked
  }

  /// The grace is shorter than it was.
  mutating func shortenStop(of pod: PodHandle, in simulation: inout Simulation) {
    let end = max(pods[pod].graceEnd, simulation.now)
    for index in containerRange(of: pod)
    where containers[index].stop != .none && containers[index].timerAt != .infinity
      && containers[index].timerAt > end
    {
      if containers[index].stop == .hook { containers[index].isHookCut = true }
      armStop(index, at: end, in: &simulation)
    }
  }

  /// A container of a pod that stops has ended: others may have their turn, or the pod is done.
  mutating func continueStop(of pod: PodHandle, in simulation: inout Simulation) {
    let range = containerRange(of: pod)
    for index in range where containers[index].stop == .turn && containers[index].phase == .running
    {
      if hasTurn(index) { sendTerm(to: index, in: &simulation) }
    }
    guard range.allSatisfy({ containers[$0].phase == .ended }) else { return }
    if pods[pod].isTerminating {
      finishTermination(of: pod, in: &simulation)
    } else {
      endStopped(pod, in: &simulation)
    }
  }
}
