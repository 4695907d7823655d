import SimulationKernel

/// How a kubelet brings a pod from binding to running: volumes, sandbox, images, containers
/// (pkg/kubelet/kubelet.go SyncPod, pkg/kubelet/kuberuntime).
extension Cluster {
  /// Takes a pod's next step, whose timer is due.
  mutating func advance(_ pod: PodHandle, in simulation: inout Simulation) {
    let node = Int(pods[pod].node)
    guard node >= 0, nodes[node].isUp else { return }
    guard canAdvance(pod) else {
      recordMissingRuntime(of: pod, in: simulation)
      return
    }
    if pods[pod].isTerminating {
      advanceTermination(of: pod, in: &simulation)
      return
    }
    switch pods[pod].stage {
    case .bound, .mounting: mount(pod, in: &simulation)
    case .pulling: useImage(of: pod, in: &simulation)
    case .waiting where pods[pod].initial.isBackingOff: lookAtInit(of: pod, in: &simulation)
    case .waiting: lookAtImage(of: pod, in: &simulation)
    case .initializing: continueInit(of: pod, in: &simulation)
    case .starting: startNextApp(of: pod, in: &simulation)
    case .running: finishWork(of: pod, in: &simulation)
    case .stopping: endStopped(pod, in: &simulation)
    case .gated, .queued, .preStop, .ended: break
    }
  }

  /// Whether a pod's kubelet knows it: from the API server, from its own files or from before.
  private func mayMount(_ pod: PodHandle) -> Bool {
    hearsAPI(Int(pods[pod].node)) || templates[Int(pods[pod].template)].spec.isStatic
      || pods[pod].stage == .mounting
  }

  /// Admits the pod, attaches and mounts its volumes and makes its sandbox.
  private mutating func mount(_ pod: PodHandle, in simulation: inout Simulation) {
    guard mayMount(pod) else {
      pods[pod].timerAt = .infinity
      return
    }
    if pods[pod].stage == .bound {
      if pods[pod].startedAt == .infinity {
        pods[pod].startedAt = simulation.now
        if refuseAdmission(pod, in: &simulation) { return }
        armDeadline(of: pod, in: &simulation)
      }
      if let problem = configurationVolumeProblem(of: pod) {
        failMount(of: pod, problem.volume, problem.text, in: &simulation)
        return
      }
      guard !awaitsVolume(pod) else {
        step(pod, after: Timings.attachRetry, in: &simulation)
        return
      }
      pods[pod].stage = .mounting
      pods[pod].step = 0
      pods[pod].mountWait = .zero
      pods[pod].pullBackoff = PullBackoff()
      pods[pod].isInHook = false
      let hasVolumes = hasClaims(pod)
      guard let attaching = attachVolumes(of: pod, in: &simulation) else {
        pods[pod].stage = .bound
        step(pod, after: Timings.attachRetry, in: &simulation)
        return
      }
      let mounted = attaching + (hasVolumes ? Timings.mount : .zero)
      pods[pod].probedSince = simulation.now + mounted
      recordSandboxChange(of: pod, in: simulation)
      step(pod, after: mounted + Timings.sandbox, in: &simulation)
      return
    }
    useSandbox(of: pod, in: &simulation)
  }

  /// The runtime makes the pod's sandbox, and the kubelet goes on with its containers.
  private mutating func useSandbox(of pod: PodHandle, in simulation: inout Simulation) {
    growFileSystems(of: pod, in: simulation)
    if failSandbox(of: pod, in: &simulation) { return }
    allocateContainers(of: pod)
    noteProcesses(of: pod)
    joinServices(pod, in: &simulation)
    recordMissingCredentials(of: pod, in: simulation)
    pullNext(of: pod, in: &simulation)
  }

  /// What the kubelet says where a pod's containers ran in a sandbox that its machine's boot ended
  /// (kuberuntime_manager.go SyncPod).
  private mutating func recordSandboxChange(
    of pod: PodHandle, in simulation: borrowing Simulation
  ) {
    guard pods[pod].hasContainers else { return }
    record(
      pod, "SandboxChanged", "Pod sandbox changed, it will be killed and re-created.",
      in: simulation)
  }

  /// A volume's content is missing: the kubelet retries with a growing back-off.
  private mutating func failMount(
    of pod: PodHandle, _ volume: String, _ problem: String, in simulation: inout Simulation
  ) {
    record(
      pod, "FailedMount", "MountVolume.SetUp failed for volume \"\(volume)\" : \(problem)",
      isWarning: true, in: simulation)
    pods[pod].mountWait = min(
      max(Timings.mountRetry, pods[pod].mountWait * 2), Timings.mountRetryLimit)
    step(pod, after: pods[pod].mountWait, in: &simulation)
  }

  /// The image is there: the runtime creates and starts the container.
  mutating func createContainer(of pod: PodHandle, in simulation: inout Simulation) {
    let container = stepSpec(of: pod)
    if let problem = configurationProblem(of: container, in: pod) {
      record(pod, "Failed", "Error: \(problem)", isWarning: true, in: simulation)
      wait(pod, .createContainerConfigError, in: &simulation)
      return
    }
    showWaiting(of: pod, .none)
    record(pod, "Created", version.createdText(container.name), in: simulation)
    let isInit = isAtInit(pod)
    if isInit { countInitRestart(of: pod, in: &simulation) }
    pods[pod].stage = isInit ? .initializing : .starting
    pods[pod].initial.progress = .created
    pods[pod].initial.doneAt = .infinity
    step(pod, after: Timings.containerStart, in: &simulation)
  }

  /// An app container has started; after its hook, which one that could not start has not, the next
  /// one follows, and after a hook that failed when the container has ended for it.
  ///
  /// The hook and the container's own command run at once, and the kubelet waits for the hook and
  /// the end (pkg/kubelet/kuberuntime, kuberuntime_container.go startContainer, killContainer).
  private mutating func startNextApp(of pod: PodHandle, in simulation: inout Simulation) {
    let spec = templates[Int(pods[pod].template)].spec
    let position = Int(pods[pod].step) - spec.initContainers.count
    let container = spec.containers[position]
    let index = Int(pods[pod].firstContainer) + position
    if !pods[pod].isInHook {
      start(container: index, in: &simulation)
      guard pods[pod].stage == .starting else { return }
      if position == mainPosition(of: pod), pods[pod].isServing {
        notify(pod, .started, in: &simulation)
      }
      pods[pod].isInHook = container.postStart > .zero && containers[index].phase == .running
      if pods[pod].isInHook {
        step(pod, after: container.postStart, in: &simulation)
        return
      }
    }
    if let end = busyEnd(ofContainer: index, at: simulation.now) {
      step(pod, after: end - simulation.now, in: &simulation)
      return
    }
    pods[pod].isInHook = false
    takeNextApp(of: pod, in: &simulation)
  }

  /// The next app container follows, if there is one.
  private mutating func takeNextApp(of pod: PodHandle, in simulation: inout Simulation) {
    let spec = templates[Int(pods[pod].template)].spec
    pods[pod].step += 1
    guard Int(pods[pod].step) == spec.initContainers.count + spec.containers.count else {
      pullNext(of: pod, in: &simulation)
      return
    }
    pods[pod].stage = .running
    pods[pod].timerAt = .infinity
    guard pods[pod].isServing else { return }
    armWork(of: pod, in: &simulation)
  }

  /// An app container lacks something: the kubelet starts the pod's others and looks again later
  /// (kuberuntime_manager.go SyncPod).
  mutating func passOverApp(
    of pod: PodHandle, for delay: SimDuration, in simulation: inout Simulation
  ) {
    let spec = templates[Int(pods[pod].template)].spec
    let position = Int(pods[pod].step) - spec.initContainers.count
    let index = Int(pods[pod].firstContainer) + position
    containers[index].phase = .backingOff
    containers[index].backoff = .zero
    containers[index].pullBackoff = pods[pod].pullBackoff
    pods[pod].pullBackoff = PullBackoff()
    armRestart(index, after: delay, in: &simulation)
    takeNextApp(of: pod, in: &simulation)
  }

  /// Schedules the end of a pod that a Job made or took, so that it ends by itself.
  ///
  /// It works as long with a model as without one: a model says how its software starts and what it
  /// answers while it runs, not when its work is done. A data system's client, such as a backup,
  /// ends when its room says so.
  mutating func armWork(of pod: PodHandle, in simulation: inout Simulation) {
    let software = pods[pod].software
    let isOfJob = [pods[pod].workload, pods[pod].owner].contains { workloads[Int($0)].kind == .job }
    guard isOfJob, !pods[pod].isTerminating,
      pods[pod].stage == .running, software != Room.stores.rawValue
    else { return }
    // A command that is known ends by itself, if at all.
    guard spec(ofContainer: mainContainer(of: pod)).command == nil else { return }
    guard software == Room.cluster.rawValue || pods[pod].isHealthy else {
      // What the process before a restart had begun is lost with it.
      pods[pod].timerAt = .infinity
      return
    }
    step(pod, after: Timings.jobWork, in: &simulation)
  }

  private mutating func finishWork(of pod: PodHandle, in simulation: inout Simulation) {
    guard pods[pod].isServing else { return }
    if askForRequests(of: pod, in: simulation) {
      exit(pod, in: &simulation)
    } else {
      crash(pod, exitCode: 1, reason: .error, in: &simulation)
    }
  }
}
