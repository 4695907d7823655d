package import SimulationKernel

/// Power and reachability of nodes, as faults and administrators change them.
extension Cluster {
  /// Cuts a node's power: everything on it stops at once and it falls silent.
  ///
  /// Of several cuts each holds it down until its own `powerOn`; one during a boot ends the boot.
  @discardableResult
  package mutating func powerOff(node: Int, in simulation: inout Simulation) -> CutPower {
    nodes[node].powerCuts += 1
    let cut = CutPower(node: node, boots: nodes[node].boots)
    guard nodes[node].isUp else { return cut }
    nodes[node].isUp = false
    nodes[node].leakedProcesses = 0
    pulls[node].clear()
    for pod in nodePods[node] {
      pods[pod].timerAt = .infinity
      for index in containerRange(of: pod) where containers[index].phase != .ended {
        haltContainer(index, in: &simulation)
      }
      forgetMemoryVolumes(of: pod)
    }
    beginSilence(of: node, in: &simulation)
    refreshControlPlane(in: &simulation)
    return cut
  }

  /// Ends a cut of a machine's power; one that another machine of its name has replaced stays as it
  /// is.
  package mutating func powerOn(_ cut: CutPower, in simulation: inout Simulation) {
    guard nodes[cut.node].boots == cut.boots else { return }
    powerOn(node: cut.node, in: &simulation)
  }

  /// Gives a node its power back, unless another cut holds it down; its kubelet runs after the boot
  /// and starts the pods again.
  package mutating func powerOn(node: Int, in simulation: inout Simulation) {
    nodes[node].powerCuts = max(0, nodes[node].powerCuts - 1)
    guard nodes[node].powerCuts == 0, !nodes[node].isUp, isMachineThere(node) else { return }
    nodes[node].bootedAt = simulation.now + Timings.boot
    schedule(.nodeBooted, at: nodes[node].bootedAt, argument: UInt32(node), in: &simulation)
  }

  /// Cuts a node off from the API server, or connects it again; its pods go on serving.
  package mutating func setReachable(
    node: Int, _ isReachable: Bool, in simulation: inout Simulation
  ) {
    guard nodes[node].isReachable != isReachable else { return }
    nodes[node].isReachable = isReachable
    guard nodes[node].isUp else { return }
    if !isReachable {
      beginSilence(of: node, in: &simulation)
    } else if nodes[node].hasKubelet {
      registerIfDue(node: node, in: &simulation)
      endSilence(of: node, byNewKubelet: false, in: &simulation)
      learnPods(of: node, in: &simulation)
    } else {
      beginIfFree(kubeletOf: node, in: &simulation)
    }
    refreshControlPlane(in: &simulation)
  }

  /// Cuts a pod off the API, while its machine goes on to reach it, or joins it again.
  package mutating func setCutOff(_ pod: PodHandle, _ isCutOff: Bool) {
    guard pods.contains(pod) else { return }
    pods[pod].isCutOff = isCutOff
  }

  /// A machine has booted: whatever held its daemons down is over, and its kubelet begins.
  mutating func finishBoot(of node: Int, in simulation: inout Simulation) {
    guard !nodes[node].isUp, nodes[node].powerCuts == 0,
      nodes[node].bootedAt == simulation.now
    else { return }
    nodes[node].isUp = true
    nodes[node].boots += 1
    schedule(.mastersChanged, after: Timings.staticPods, argument: 0, in: &simulation)
    nodes[node].kubeletStops = 0
    nodes[node].runtimeStops = 0
    beginKubelet(of: node, isReboot: true, in: &simulation)
  }

  /// A kubelet's process begins: it renews its lease, reports its node and looks at its pods, whose
  /// containers run on unless the machine was off.
  mutating func beginKubelet(
    of node: Int, isReboot: Bool, in simulation: inout Simulation
  ) {
    nodes[node].hasKubelet = true
    nodes[node].kubeletStartedAt = simulation.now
    nodes[node].isRuntimeMissed = false
    nodes[node].runtimeLookAt = .infinity
    nodeLeases[node].start(at: simulation.now)
    // The object that a kubelet makes names the boot that it runs in.
    let isOtherBoot = isReboot && !nodes[node].isDeleted
    nodes[node].awaitsRegistration = nodes[node].isDeleted
    registerIfDue(node: node, in: &simulation)
    // What the eviction manager has seen and the recorder has said are kept in memory.
    evictions[node] = EvictionState()
    nodes[node].spam = EventSpam()
    for pod in nodePods[node] { forgetEvents(of: pod) }
    reportStart(of: node, isReboot: isOtherBoot, in: simulation)
    if nodes[node].isReachable {
      endSilence(of: node, byNewKubelet: true, in: &simulation)
    }
    if !isReboot { resumePods(of: node, byNewKubelet: true, in: &simulation) }
    learnPods(of: node, in: &simulation)
    watchPressure(of: node, in: &simulation)
  }

  /// A kubelet that found no object of its node as it started registers one as soon as the API
  /// answers it (pkg/kubelet/kubelet_node_status.go registerWithAPIServer); one that has done so
  /// does not do it again.
  private mutating func registerIfDue(node: Int, in simulation: inout Simulation) {
    let isMaster = controlPlane.masters.contains(node)
    guard nodes[node].awaitsRegistration, nodes[node].hasKubelet, isMachineThere(node),
      nodes[node].isReachable,
      isControlPlaneUp || isMaster
    else { return }
    nodes[node].awaitsRegistration = false
    if nodes[node].isDeleted { registerAnew(node: node, in: &simulation) }
  }

  /// Whether a kubelet gets what is written to the API.
  func hearsAPI(_ node: Int) -> Bool {
    isControlPlaneUp && nodes[node].isReachable && nodes[node].hasKubelet
  }

  /// A kubelet looks at its pods: at those of its own files in any case, at the others where it
  /// reaches the API server (pkg/kubelet/config NewSourceFile, NewSourceApiserver).
  ///
  /// After a boot it starts those again that the power loss halted; it catches up with what was
  /// bound or deleted meanwhile.
  mutating func learnPods(of node: Int, in simulation: inout Simulation) {
    guard nodes[node].hasKubelet else { return }
    registerIfDue(node: node, in: &simulation)
    let hearsAPI = hearsAPI(node)
    let known = nodePods[node].filter {
      hearsAPI || templates[Int(pods[$0].template)].spec.isStatic
    }
    if tendsPods(node) { resetHalted(known, in: &simulation) }
    catchUp(known, in: &simulation)
  }

  /// Prepares the pods that a power loss halted to be started again by their kubelet.
  private mutating func resetHalted(_ known: [PodHandle], in simulation: inout Simulation) {
    for pod in known
    where pods[pod].stage != .ended && !pods[pod].isTerminating && pods[pod].timerAt == .infinity
      && containerRange(of: pod).allSatisfy({ containers[$0].phase == .ended })
    {
      setReady(pod, false, in: &simulation)
      let hasRun = pods[pod].containerCount > 0
      // No other sandbox is made for it (computePodActions).
      if hasRun, templates[Int(pods[pod].template)].spec.restartPolicy == .never {
        endPod(pod, .failed, in: &simulation)
        continue
      }
      pods[pod].stage = .bound
      pods[pod].reason = .none
      // The kubelet would have sent it with the end of the pod (status_manager.go mergePodStatus).
      pods[pod].isDisrupted = false
      pods[pod].waiting = .none
      pods[pod].endPhase = .failed
      pods[pod].graceEnd = .infinity
      for index in containerRange(of: pod) {
        containers[index].phase = .waiting
        containers[index].isEndUnseen = false
        containers[index].waiting = .none
        // The kubelet keeps its back-offs in memory.
        containers[index].backoff = .zero
        containers[index].pullBackoff = PullBackoff()
        if hasRun, containers[index].startedAt < .infinity { containers[index].restarts &+= 1 }
      }
      if hasRun { pods[pod].restarts &+= 1 }
      resetInit(of: pod)
    }
  }

  private mutating func catchUp(_ known: [PodHandle], in simulation: inout Simulation) {
    for pod in known where pods.contains(pod) {
      endOverdue(pod, in: &simulation)
      catchUpResize(of: pod, in: &simulation)
      if tendsPods(Int(pods[pod].node)), !pods[pod].isTerminating, !pods[pod].isStopping {
        restartRedefined(pod, in: &simulation)
      }
      if pods[pod].isTerminating && pods[pod].timerAt == .infinity && pods[pod].stage != .ended {
        // The grace is counted from here (pod_workers.go calculateEffectiveGracePeriod).
        if !pods[pod].isStopping { pods[pod].graceEnd = simulation.now + pods[pod].deletionGrace }
        step(pod, after: watchDelay(pod, .kubelet), in: &simulation)
      } else if pods[pod].stage == .bound {
        step(pod, after: watchDelay(pod, .kubelet), in: &simulation)
      }
      refreshReadiness(of: pod, in: &simulation)
    }
  }
}
