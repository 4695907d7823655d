import SimulationKernel

/// What a container comes to by itself: the end of its command, and hooks that fail
/// (pkg/kubelet/kuberuntime/kuberuntime_container.go startContainer, executePreStopHook).
extension Cluster {
  /// Arms the end of the command of a container that starts, or before that the failure of its
  /// postStart hook.
  mutating func armOwnEnd(ofContainer index: Int, in simulation: inout Simulation) {
    // Its first memory may have ended it.
    guard containers[index].phase == .running else { return }
    let spec = spec(ofContainer: index)
    let hookEnd = spec.postStartFails ? simulation.now + spec.postStart : .infinity
    armCommand(ofContainer: index, in: &simulation)
    guard hookEnd < containers[index].doneAt else { return }
    containers[index].timerAt = hookEnd
    schedule(.containerStep, at: hookEnd, argument: UInt32(index), in: &simulation)
  }

  /// When the kubelet may be done with a container that keeps its pod's worker busy: one in its
  /// postStart hook at the hook's end, one that is ended alone at its next step; nil for others.
  ///
  /// Each worker does one thing after the other (pkg/kubelet/pod_workers.go, kuberuntime_manager.go
  /// SyncPod).
  func busyEnd(ofContainer index: Int, at now: SimTime) -> SimTime? {
    let container = containers[index]
    guard container.phase == .running, !pods[container.pod].isStopping else { return nil }
    let end =
      container.stop == .none
      ? container.startedAt + spec(ofContainer: index).postStart : container.timerAt
    return end > now && end < .infinity ? end : nil
  }

  /// When the kubelet may be done with another of a pod's containers, before which it starts none
  /// again; nil where none keeps it.
  func busyEnd(besides index: Int, at now: SimTime) -> SimTime? {
    containerRange(of: containers[index].pod).filter { $0 != index }
      .compactMap { busyEnd(ofContainer: $0, at: now) }.max()
  }

  /// Arms the end of a container's command, if it is known.
  mutating func armCommand(ofContainer index: Int, in simulation: inout Simulation) {
    // Its first memory may have ended it.
    guard containers[index].phase == .running,
      let length = spec(ofContainer: index).command?.length
    else { return }
    let end = simulation.now + Timings.command + length
    containers[index].doneAt = end
    containers[index].timerAt = end
    schedule(.containerStep, at: end, argument: UInt32(index), in: &simulation)
  }

  /// The command of a container that runs is done, or its postStart hook has failed, for which the
  /// kubelet ends it.
  mutating func continueRun(ofContainer index: Int, in simulation: inout Simulation) {
    guard simulation.now < containers[index].doneAt else {
      endCommand(ofContainer: index, in: &simulation)
      return
    }
    let pod = containers[index].pod
    record(
      pod, "FailedPostStartHook", "PostStartHook failed", isWarning: true, in: simulation)
    record(pod, "Killing", "FailedPostStartHook", in: simulation)
    stopContainer(
      index, grace: templates[Int(pods[pod].template)].spec.terminationGrace, in: &simulation)
  }

  /// The command of a container ends by itself.
  mutating func endCommand(ofContainer index: Int, in simulation: inout Simulation) {
    let code = spec(ofContainer: index).command?.exitCode ?? 0
    endContainer(
      index, exitCode: code, reason: code == 0 ? .completed : .error, in: &simulation)
  }

  /// A container ends while the command of its preStop hook runs, which fails with it.
  mutating func recordLostHook(
    ofContainer index: Int, in simulation: borrowing Simulation
  ) {
    let isRunning = containers[index].stop == .hook || containers[index].isHookCut
    containers[index].isHookCut = false
    guard isRunning, spec(ofContainer: index).preStopIsCommand else { return }
    recordFailedHook(ofContainer: index, in: simulation)
  }

  /// What the kubelet says of a preStop hook that failed.
  mutating func recordFailedHook(
    ofContainer index: Int, in simulation: borrowing Simulation
  ) {
    record(
      containers[index].pod, "FailedPreStopHook", "PreStopHook failed", isWarning: true,
      in: simulation)
  }
}
