import SimulationKernel

/// Containers of pods: their entries in `containers`, their start, their end and their restart.
extension Cluster {
  /// Reserves the entries of a pod's containers.
  mutating func allocateContainers(of pod: PodHandle) {
    guard !pods[pod].hasContainers else { return }
    let count = templates[Int(pods[pod].template)].running.count
    while freeContainers.count <= count { freeContainers.append([]) }
    let first: Int
    if let free = freeContainers[count].popLast() {
      first = Int(free)
    } else {
      first = containers.count
      containers += Array(repeating: ContainerState(pod: pod, position: 0), count: count)
    }
    for position in 0..<count {
      containers[first + position] = ContainerState(pod: pod, position: UInt8(position))
    }
    pods[pod].firstContainer = Int32(first)
    pods[pod].containerCount = UInt8(count)
  }

  /// Gives the entries of a pod's containers back.
  mutating func releaseContainers(of pod: PodHandle) {
    guard pods[pod].hasContainers else { return }
    let range = containerRange(of: pod)
    for index in range { containers[index] = ContainerState(pod: .none, position: 0) }
    freeContainers[range.count].append(pods[pod].firstContainer)
    pods[pod].firstContainer = -1
    pods[pod].containerCount = 0
  }

  /// The entries, among all containers of the cluster, of those of a pod that keep running: app
  /// containers in order, then sidecars; none before its kubelet has made them.
  package func containerRange(of pod: PodHandle) -> Range<Int> {
    guard pods[pod].hasContainers else { return 0..<0 }
    let first = Int(pods[pod].firstContainer)
    return first..<first + Int(pods[pod].containerCount)
  }

  /// Spec of a running container.
  func spec(ofContainer index: Int) -> ContainerSpec {
    let container = containers[index]
    return templates[Int(pods[container.pod].template)].running[Int(container.position)]
  }

  /// A container runs: it gets CPU, and the kubelet will see it; or it ends at once.
  mutating func run(
    container index: Int, endingWith end: StartEnd?, in simulation: inout Simulation
  ) {
    let pod = containers[index].pod
    let isMain = isMainContainer(index)
    let files = filesHeld(byContainer: index)
    containers[index].phase = .running
    disks.write(filesHeld(byContainer: index) - files, on: Int(pods[pod].node))
    containers[index].stop = .none
    containers[index].isHookCut = false
    containers[index].isRedefined = false
    containers[index].isPulled = false
    containers[index].graceEnd = .infinity
    containers[index].startedAt = simulation.now
    containers[index].timerAt = .infinity
    noteStart(of: pod)
    if let end {
      endContainer(index, exitCode: end.exitCode, reason: end.reason, in: &simulation)
      return
    }
    registerCPU(ofContainer: index)
    if isMain {
      let isModelled = pods[pod].software != Room.cluster.rawValue
      pods[pod].isServing = true
      pods[pod].servingSince = simulation.now
      pods[pod].isAlive = !isModelled
      pods[pod].isHealthy = !isModelled
    }
    schedule(
      .containerSeen, after: seeingTime(ofContainer: index), argument: UInt32(index),
      in: &simulation)
    takeFirstMemory(container: index, in: &simulation)
    armOwnEnd(ofContainer: index, in: &simulation)
  }

  /// A pod is Running when its app containers have started, if only once: sidecars are of its init
  /// (pkg/kubelet/kubelet_pods.go getPhase).
  private mutating func noteStart(of pod: PodHandle) {
    let apps = templates[Int(pods[pod].template)].spec.containers.count
    guard pods[pod].phase == .pending,
      containerRange(of: pod).prefix(apps).allSatisfy({ containers[$0].startedAt < .infinity })
    else { return }
    pods[pod].phase = .running
  }

  /// From a container's start until the kubelet sees it.
  ///
  /// Its postStart hook keeps the pod's worker busy, so that the status, and with it the probes,
  /// wait for the hook's end (pkg/kubelet/pod_workers.go).
  private func seeingTime(ofContainer index: Int) -> SimDuration {
    let hook = spec(ofContainer: index).postStart
    return hook
      + relistWait(
        containers[index].pod, position: Int(containers[index].position),
        at: containers[index].startedAt + hook)
  }

  /// The kubelet sees that a container has started: its probes begin, and without any it is ready.
  mutating func seeStart(ofContainer index: Int, in simulation: inout Simulation) {
    let container = containers[index]
    guard container.phase == .running, container.stop == .none,
      tendsPods(Int(pods[container.pod].node))
    else { return }
    guard container.startedAt + seeingTime(ofContainer: index) == simulation.now else { return }
    beginProbes(ofContainer: index, in: &simulation)
    refreshReadiness(of: container.pod, in: &simulation)
  }

  /// Registers a container with the CPU model: its part of the pod's shares, and the quota of its
  /// limit.
  mutating func registerCPU(ofContainer index: Int) {
    let pod = containers[index].pod
    let spec = spec(ofContainer: index)
    let template = templates[Int(pods[pod].template)]
    let position = Int(containers[index].position)
    let isMain = isMainContainer(index)
    let id = cpu.addContainer(
      node: Int(pods[pod].node), weight: template.cpuWeight(ofContainer: position),
      quotaMilli: template.cgroup.quotaMilli(limit: spec.cpuLimitMilli),
      threads: isMain ? workloads[Int(pods[pod].softwareOwner)].threads : nil)
    containers[index].cpu = Int32(id)
    if isMain { pods[pod].mainCPU = Int32(id) }
    if position == template.proxyPosition { pods[pod].proxyCPU = Int32(id) }
  }

  /// Takes a container's CPU and memory away; its jobs vanish.
  mutating func haltContainer(_ index: Int, in simulation: inout Simulation) {
    let pod = containers[index].pod
    if containers[index].cpu >= 0 {
      cpu.removeContainer(Int(containers[index].cpu), in: &simulation)
      if pods[pod].mainCPU == containers[index].cpu { pods[pod].mainCPU = -1 }
      if pods[pod].proxyCPU == containers[index].cpu { pods[pod].proxyCPU = -1 }
      containers[index].cpu = -1
    }
    let charged = filesCharged(to: index)
    memory.release(container: index, node: Int(pods[pod].node))
    if charged > 0 { memory.leave(charged, by: pod.index, node: Int(pods[pod].node)) }
    let files = filesHeld(byContainer: index)
    containers[index].phase = .ended
    disks.write(filesHeld(byContainer: index) - files, on: Int(pods[pod].node))
    containers[index].endedAt = simulation.now
    containers[index].isReady = false
    containers[index].isStarted = false
    containers[index].timerAt = .infinity
    containers[index].doneAt = .infinity
    stopProbes(ofContainer: index)
    if isMainContainer(index), pods[pod].isServing {
      pods[pod].isServing = false
      pods[pod].servingSince = .infinity
      pods[pod].isHealthy = false
      notify(pod, .stopped, in: &simulation)
    }
  }

  /// A container ended by itself or was killed; its kubelet sees it, unless it or the runtime is
  /// down.
  mutating func endContainer(
    _ index: Int, exitCode: Int32, reason: TerminationReason, in simulation: inout Simulation
  ) {
    let isSeen = tendsPods(Int(pods[containers[index].pod].node))
    containers[index].exitCode = exitCode
    containers[index].lastReason = reason
    if isSeen { recordLostHook(ofContainer: index, in: simulation) }
    haltContainer(index, in: &simulation)
    containers[index].isEndUnseen = !isSeen
    if isSeen { seeEnd(ofContainer: index, in: &simulation) }
  }

  /// The kubelet sees that a container has ended: it is restarted, or the pod ends, by the restart
  /// policy.
  ///
  /// A kubelet that has just started has no back-offs in memory.
  mutating func seeEnd(
    ofContainer index: Int, byNewKubelet isNew: Bool = false, in simulation: inout Simulation
  ) {
    let pod = containers[index].pod
    let lived = containers[index].endedAt - containers[index].startedAt
    let exitCode = containers[index].exitCode
    refreshReadiness(of: pod, in: &simulation)
    if pods[pod].isTerminating || pods[pod].isStopping {
      continueStop(of: pod, in: &simulation)
      return
    }
    // Sidecars are always started again, and what is defined otherwise now; after a probe's kill
    // the exit code says nothing.
    let container = spec(ofContainer: index)
    let policy = templates[Int(pods[pod].template)].spec.restartPolicy
    let hasFailed = exitCode != 0 || containers[index].stop != .none
    if containers[index].isRedefined || container.isSidecar
      || container.isRestarted(after: exitCode, hasFailed: hasFailed, in: policy)
    {
      backOff(index, lived: lived, isForgotten: isNew, in: &simulation)
    } else {
      endPodIfDone(pod, in: &simulation)
    }
  }

  /// Arms the restart: the first as soon as the kubelet sees the end, then at its first look after
  /// a wait of 10 s doubling to 300 s from each end; forgotten after ten minutes of running
  /// (kuberuntime_manager.go doBackOff).
  private mutating func backOff(
    _ index: Int, lived: SimDuration, isForgotten: Bool, in simulation: inout Simulation
  ) {
    let pod = containers[index].pod
    let container = spec(ofContainer: index)
    var wait = SimDuration.zero
    // The kubelet keeps back-offs by the container's definition.
    if containers[index].isRedefined || isForgotten || lived > version.crashBackoffReset {
      containers[index].backoff = .zero
    } else if containers[index].restarts > 0 {
      wait = nextCrashWait(after: containers[index].backoff, on: Int(pods[pod].node))
      containers[index].backoff = wait
    }
    if containers[index].restarts == 0 { containers[index].backoff = .zero }
    if container.postStartFails, containers[index].stop != .none {
      showWaiting(ofContainer: index, .postStartHookError)
    }
    containers[index].phase = .backingOff
    containers[index].looks = 0
    var delay = relistWait(pod, position: Int(containers[index].position), at: simulation.now)
    if wait > .zero {
      showWaiting(ofContainer: index, .crashLoopBackOff)
      recordBackOff(container.name, of: pod, in: simulation)
    }
    if wait > delay {
      delay += lookDelay(of: pod, waiting: wait - delay, after: 0, at: simulation.now)
    }
    armRestart(index, after: delay, in: &simulation)
  }

  /// Arms the timer of a container that is to be started again.
  mutating func armRestart(
    _ index: Int, after delay: SimDuration, in simulation: inout Simulation
  ) {
    containers[index].timerAt = simulation.now + delay
    schedule(
      .containerStep, at: containers[index].timerAt, argument: UInt32(index), in: &simulation)
  }

  /// What the kubelet says at each look during a wait (kuberuntime_manager.go doBackOff).
  mutating func recordBackOff(
    _ container: String, of pod: PodHandle, in simulation: borrowing Simulation
  ) {
    record(
      pod, "BackOff",
      "Back-off restarting failed container \(container) in pod "
        + "\(name(of: pod))_\(namespace(of: pod))(\(uid(of: pod)))",
      isWarning: true, in: simulation)
  }

  /// The kubelet looks at a container that waits: it says so and comes back later, or starts it.
  private mutating func lookAgain(_ index: Int, in simulation: inout Simulation) {
    let pod = containers[index].pod
    let ended = containers[index].endedAt
    if containers[index].backoff > .zero, simulation.now < ended + containers[index].backoff {
      containers[index].looks &+= 1
      recordBackOff(spec(ofContainer: index).name, of: pod, in: simulation)
      let delay = lookDelay(of: pod, after: UInt64(containers[index].looks), at: ended)
      armRestart(index, after: delay, in: &simulation)
      return
    }
    if let busy = busyEnd(besides: index, at: simulation.now) {
      armRestart(index, after: busy - simulation.now, in: &simulation)
      return
    }
    let end = containers[index].pullBackoff.end
    let container = spec(ofContainer: index)
    let isThere = hasArrived(Int(images.intern(container.image)), for: pod, container.pull)
    guard isThere || simulation.now >= end else {
      showWaiting(ofContainer: index, .imagePullBackOff)
      let next = lookAtPull(of: container.image, for: pod, until: end, in: simulation)
      armRestart(index, after: next, in: &simulation)
      return
    }
    containers[index].phase = .waiting
    guard let check = findImage(ofContainer: index, in: &simulation) else { return }
    createAgain(index, after: check, in: &simulation)
  }

  /// The image of a container that is started again is there: the runtime creates the container.
  mutating func createAgain(
    _ index: Int, after check: SimDuration, in simulation: inout Simulation
  ) {
    armRestart(index, after: check + Timings.containerStart, in: &simulation)
  }

  /// The wait that follows one between restarts on a node: twice as long, within bounds.
  func nextCrashWait(after last: SimDuration, on node: Int) -> SimDuration {
    min(max(version.crashBackoffInitial, last * 2), longestCrashWait(on: node))
  }

  /// The longest wait between restarts: the version's, or a node's own shorter one.
  private func longestCrashWait(on node: Int) -> SimDuration {
    guard version.letsNodesLimitCrashBackoff, let own = nodeSpecs[node].kubelet.maxRestartWait
    else { return version.crashBackoffMaximum }
    return min(own, version.crashBackoffMaximum)
  }

  /// A container's timer: the next step of its end, or the end of a restart's wait.
  mutating func continueContainer(_ index: Int, in simulation: inout Simulation) {
    guard containers[index].timerAt == simulation.now,
      tendsPods(Int(pods[containers[index].pod].node)) || endsByItself(index, at: simulation.now)
    else { return }
    switch containers[index].phase {
    case .running where containers[index].stop == .none:
      continueRun(ofContainer: index, in: &simulation)
    case .running: continueStop(index, in: &simulation)
    case .backingOff: lookAgain(index, in: &simulation)
    case .waiting: startAgain(index, in: &simulation)
    case .ended: break
    }
  }

  /// The runtime has created the container anew, unless its configuration is gone: then the kubelet
  /// begins again with the image at its next look (kuberuntime_container.go startContainer).
  private mutating func startAgain(_ index: Int, in simulation: inout Simulation) {
    let pod = containers[index].pod
    let container = spec(ofContainer: index)
    if let problem = configurationProblem(of: container, in: pod) {
      record(pod, "Failed", "Error: \(problem)", isWarning: true, in: simulation)
      showWaiting(ofContainer: index, .createContainerConfigError)
      containers[index].phase = .backingOff
      containers[index].isPulled = false
      let delay = lookDelay(of: pod, after: 0, at: simulation.now)
      armRestart(index, after: delay, in: &simulation)
      return
    }
    showWaiting(ofContainer: index, .none)
    // One that had to wait for what it lacked was not there before.
    if containers[index].startedAt < .infinity {
      containers[index].restarts &+= 1
      pods[pod].restarts &+= 1
    }
    if container.pull == .always, !containers[index].isPulled {
      recordPulled(
        container.image, for: pod, own: Timings.manifestCheck, all: Timings.manifestCheck,
        in: simulation)
    }
    record(pod, "Created", version.createdText(container.name), in: simulation)
    start(container: index, in: &simulation)
    guard isMainContainer(index), pods[pod].isServing else { return }
    notify(pod, .started, in: &simulation)
    armWork(of: pod, in: &simulation)
  }

  /// Ends the pod when no app container will run again; its sidecars end first.
  private mutating func endPodIfDone(_ pod: PodHandle, in simulation: inout Simulation) {
    let apps = templates[Int(pods[pod].template)].spec.containers.count
    let range = containerRange(of: pod)
    let own = range.prefix(apps)
    guard own.allSatisfy({ containers[$0].phase == .ended }) else { return }
    let isFailure = own.contains { containers[$0].exitCode != 0 }
    pods[pod].endPhase = isFailure ? .failed : .succeeded
    guard range.contains(where: { containers[$0].phase != .ended }) else {
      endPod(pod, pods[pod].endPhase, in: &simulation)
      return
    }
    stop(
      pod, grace: templates[Int(pods[pod].template)].spec.terminationGrace, in: &simulation)
  }

  /// Ends what still runs of a pod; its object stays in its last phase.
  mutating func endPod(
    _ pod: PodHandle, _ phase: PodPhase, in simulation: inout Simulation
  ) {
    killContainers(of: pod, in: &simulation)
    removeVolumes(of: pod)
    discount(pod)
    pods[pod].phase = phase
    pods[pod].stage = .ended
    pods[pod].timerAt = .infinity
    keepEnded(pod, in: &simulation)
    releaseImages(of: pod, at: simulation.now)
    refreshReadiness(of: pod, in: &simulation)
    unassign(pod, in: &simulation)
    detachVolumes(of: pod, in: &simulation)
    scheduleSync(ofOwnerOf: pod, in: &simulation)
    if !shutdowns.isEmpty { noteShutdown(of: pod, in: &simulation) }
  }
}
