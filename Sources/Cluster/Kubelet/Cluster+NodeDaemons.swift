package import SimulationKernel

/// The kubelet and the container runtime are processes of their machine: containers run on without
/// them.
///
/// Without its kubelet a node falls silent. Without the runtime its kubelet goes on with lease and
/// status, and with probes that need no command; after half a minute it says that the node is not
/// ready and looks at no pod (pkg/kubelet/kubelet.go syncLoop, runtime.go runtimeErrors). That what
/// a container writes reaches nobody then, which blocks it when the pipe is full, is not modelled;
/// nor that containers outlive their pod's object: a deletion without grace ends them at once, with
/// or without a kubelet.
extension Cluster {
  /// Whether a machine's kubelet runs.
  func runsKubelet(_ node: Int) -> Bool { nodes[node].isUp && nodes[node].hasKubelet }

  /// Whether a machine's kubelet starts, stops and sees containers.
  func tendsPods(_ node: Int) -> Bool {
    runsKubelet(node) && nodes[node].runtimeStops == 0 && !nodes[node].isRuntimeMissed
  }

  /// Stops a daemon of a machine that is powered on.
  ///
  /// Of several stops each holds it down until its own start, or until the machine boots.
  package mutating func stop(
    _ daemon: NodeDaemon, of node: Int, in simulation: inout Simulation
  ) -> StoppedDaemon {
    switch daemon {
    case .kubelet: stopKubelet(of: node, in: &simulation)
    case .containerRuntime: stopRuntime(of: node, in: &simulation)
    }
    return StoppedDaemon(daemon: daemon, node: node, boots: nodes[node].boots)
  }

  /// Starts a daemon again; a kubelet without a runtime ends at once and is started until there is
  /// one (systemd's Restart; server.go RunKubelet validates the runtime's service).
  ///
  /// Without the API a kubelet begins when it reaches it: until then it knows of no pod of the API
  /// and leaves the containers alone (pkg/kubelet/kubelet.go syncLoopIteration, sourcesReady).
  /// Static pods, which it would tend before, wait with the others.
  package mutating func start(_ stopped: StoppedDaemon, in simulation: inout Simulation) {
    let node = stopped.node
    guard nodes[node].isUp, nodes[node].boots == stopped.boots else { return }
    switch stopped.daemon {
    case .kubelet: nodes[node].kubeletStops -= 1
    case .containerRuntime: nodes[node].runtimeStops -= 1
    }
    guard nodes[node].runtimeStops == 0 else { return }
    if nodes[node].hasKubelet {
      if stopped.daemon == .containerRuntime { noticeRuntime(of: node, in: &simulation) }
    } else {
      beginIfFree(kubeletOf: node, in: &simulation)
    }
  }

  /// Begins a kubelet that was stopped, where nothing holds it down and the API answers it.
  mutating func beginIfFree(kubeletOf node: Int, in simulation: inout Simulation) {
    guard nodes[node].isUp, !nodes[node].hasKubelet, nodes[node].kubeletStops == 0,
      nodes[node].runtimeStops == 0, isControlPlaneUp, nodes[node].isReachable,
      isMachineThere(node)
    else { return }
    beginKubelet(of: node, isReboot: false, in: &simulation)
  }

  private mutating func stopKubelet(of node: Int, in simulation: inout Simulation) {
    nodes[node].kubeletStops += 1
    guard nodes[node].hasKubelet else { return }
    nodes[node].hasKubelet = false
    nodes[node].runtimeLookAt = .infinity
    beginSilence(of: node, in: &simulation)
    releaseInhibitor(of: node, in: &simulation)
  }

  /// The runtime is down: its kubelet misses it a while after the last answer.
  private mutating func stopRuntime(of node: Int, in simulation: inout Simulation) {
    nodes[node].runtimeStops += 1
    guard nodes[node].runtimeStops == 1, nodes[node].hasKubelet, !nodes[node].isRuntimeMissed
    else { return }
    let answered = nextRuntimeLook(of: node, from: simulation.now) - Timings.runtimeLook
    armRuntimeLook(of: node, at: answered + Timings.runtimeWait, in: &simulation)
  }

  /// The runtime is back: its kubelet goes on at once, or where it has missed it with its next
  /// question.
  private mutating func noticeRuntime(of node: Int, in simulation: inout Simulation) {
    guard nodes[node].isRuntimeMissed else {
      nodes[node].runtimeLookAt = .infinity
      tendAgain(node, in: &simulation)
      return
    }
    let look = nextRuntimeLook(of: node, from: simulation.now)
    armRuntimeLook(of: node, at: look, in: &simulation)
  }

  /// The kubelet has done without the runtime for too long, writes so with its node's status, or
  /// finds the runtime there.
  mutating func lookAtRuntime(of node: Int, in simulation: inout Simulation) {
    guard nodes[node].runtimeLookAt == simulation.now, runsKubelet(node) else { return }
    nodes[node].runtimeLookAt = .infinity
    guard nodes[node].runtimeStops > 0 else {
      nodes[node].isRuntimeMissed = false
      // A silent node's status is heard when it is heard again.
      if nodes[node].silentSince == .infinity, nodes[node].ready != .true {
        let status = nextStatus(of: node, from: simulation.now)
        reportReady(node: node, at: status, in: &simulation)
      }
      tendAgain(node, in: &simulation)
      return
    }
    if nodes[node].isRuntimeMissed { reportNotReady(node: node, in: &simulation) }
    nodes[node].isRuntimeMissed = true
    guard nodes[node].ready == .true else { return }
    let status = nextStatus(of: node, from: simulation.now)
    armRuntimeLook(of: node, at: status, in: &simulation)
  }

  private mutating func armRuntimeLook(
    of node: Int, at time: SimTime, in simulation: inout Simulation
  ) {
    nodes[node].runtimeLookAt = time
    schedule(.runtimeLook, at: time, argument: UInt32(node), in: &simulation)
  }

  private func nextRuntimeLook(of node: Int, from time: SimTime) -> SimTime {
    let phase = Timings.runtimeLook.scaled(by: unit(nodeKeys[node], .look, at: .zero))
    return nextTick(from: time, phase: phase, period: Timings.runtimeLook)
  }

  /// When a kubelet writes its node's status next, after a time.
  func nextStatus(of node: Int, from time: SimTime) -> SimTime {
    let phase = Timings.nodeStatus.scaled(by: unit(nodeKeys[node], .status, at: .zero))
    return nextTick(from: time + .nanoseconds(1), phase: phase, period: Timings.nodeStatus)
  }

  private mutating func tendAgain(_ node: Int, in simulation: inout Simulation) {
    resumePods(of: node, byNewKubelet: false, in: &simulation)
    learnPods(of: node, in: &simulation)
    watchPressure(of: node, in: &simulation)
  }
}
