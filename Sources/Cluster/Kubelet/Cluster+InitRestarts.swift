import Manifests
import SimulationKernel

/// Init containers that fail: without restarts their pod has failed, else they are started again
/// like any other container, at once and then after growing waits (kuberuntime_manager.go
/// computeInitContainerActions, doBackOff).
extension Cluster {
  /// The init container that a pod is at has failed, or could not be started, which is an end with
  /// 128.
  mutating func endInit(
    of pod: PodHandle, exitCode: Int32, reason: TerminationReason,
    in simulation: inout Simulation
  ) {
    let template = templates[Int(pods[pod].template)].spec
    pods[pod].initial.doneAt = simulation.now
    pods[pod].initial.exitCode = exitCode
    pods[pod].lastInitReason = reason
    guard
      stepSpec(of: pod).isRestarted(
        after: exitCode, hasFailed: true, in: template.restartPolicy)
    else {
      showWaiting(of: pod, .none)
      pods[pod].endPhase = .failed
      stop(pod, grace: template.terminationGrace, in: &simulation)
      return
    }
    growInitWait(of: pod, at: simulation.now)
    pods[pod].initial.endedAt = simulation.now
    pods[pod].initial.isBackingOff = true
    pods[pod].initial.looks = 0
    pods[pod].stage = .waiting
    // What has run and failed shows its end until the kubelet has looked at it.
    showWaiting(of: pod, reason == .startError ? .runContainerError : .none)
    let seen = relistWait(pod, position: Int(pods[pod].step), at: simulation.now)
    step(pod, after: seen, in: &simulation)
  }

  /// The wait before an init container's next start: none before the first restart, then as other
  /// containers wait.
  private mutating func growInitWait(of pod: PodHandle, at now: SimTime) {
    let state = pods[pod].initial
    pods[pod].initial.backoff =
      state.restarts == 0 || now - state.startedAt > version.crashBackoffReset
      ? .zero : nextCrashWait(after: state.backoff, on: Int(pods[pod].node))
  }

  /// The kubelet looks at an init container that has failed: it says that it waits and comes back
  /// later, or starts it again.
  mutating func lookAtInit(of pod: PodHandle, in simulation: inout Simulation) {
    let state = pods[pod].initial
    let end = state.endedAt + state.backoff
    guard simulation.now < end else {
      pods[pod].initial.isBackingOff = false
      pullNext(of: pod, in: &simulation)
      return
    }
    showWaiting(of: pod, .crashLoopBackOff)
    recordBackOff(stepSpec(of: pod).name, of: pod, in: simulation)
    pods[pod].initial.looks &+= 1
    let delay = lookDelay(
      of: pod, waiting: end - simulation.now, after: UInt64(state.looks), at: state.endedAt)
    step(pod, after: delay, in: &simulation)
  }

  /// The runtime has created an init container anew, if one of it was there before: that counts as
  /// a restart, also against a Job's limit (kuberuntime_container.go startContainer).
  mutating func countInitRestart(of pod: PodHandle, in simulation: inout Simulation) {
    guard pods[pod].initial.endedAt < .infinity else { return }
    pods[pod].initial.restarts &+= 1
    pods[pod].initRestarts &+= 1
    let owner = Int(pods[pod].owner)
    if workloads[owner].kind == .job { scheduleSync(of: owner, in: &simulation) }
  }

  /// Somebody kills the process of the init container that a pod is at.
  mutating func killInit(of pod: PodHandle, in simulation: inout Simulation) {
    guard runsInit(pod, at: simulation.now), !pods[pod].isTerminating,
      pods[pod].timerAt < .infinity
    else { return }
    endInit(of: pod, exitCode: 137, reason: .error, in: &simulation)
  }

  /// Whether the init container that a pod is at runs.
  func runsInit(_ pod: PodHandle, at now: SimTime) -> Bool {
    let state = pods[pod].initial
    return pods[pod].stage == .initializing && !stepSpec(of: pod).isSidecar
      && state.progress != .created && now < state.doneAt
  }

  /// A pod's init containers run again after their machine's boot; the kubelet keeps its back-offs
  /// in memory.
  mutating func resetInit(of pod: PodHandle) {
    let all = templates[Int(pods[pod].template)].spec.initContainers
    pods[pod].initRestarts &+= UInt16(all.prefix(Int(pods[pod].step)).count { !$0.isSidecar })
    pods[pod].initial = InitState()
    pods[pod].step = 0
  }
}
