package import SimulationKernel

/// What the rooms above tell the cluster about the software in a pod.
extension Cluster {
  /// Says which room runs the software of a workload's pods, before `start`.
  ///
  /// That room gets the pods' `PodNotice`s. `threads` limits the CPU jobs of the main container
  /// that run at once; `processes` are its processes and threads. Without this call a pod is
  /// healthy as soon as its containers run. Software that `reportsMemory` says what it holds by
  /// `holdMemory`; other holds what it requests. Software that `answersProbes` is sent
  /// `PodNotice.probing` for each check.
  package mutating func setSoftware(
    workload: Int, room: Room, container: String? = nil, threads: Int? = nil,
    processes: Int64 = 1, reportsMemory: Bool = false, answersProbes: Bool = false
  ) {
    workloads[workload].reportsMemory = reportsMemory
    workloads[workload].answersProbes = answersProbes
    workloads[workload].software = room.rawValue
    noteModel(of: workload)
    workloads[workload].threads = threads
    workloads[workload].processes = processes
    setMainContainer(container, of: workload)
  }

  /// Leaves it to the room of a workload's software to replace pods of an old revision, as an
  /// operator does whose StatefulSets have the strategy OnDelete.
  package mutating func leaveReplacement(ofWorkload workload: Int) {
    workloads[workload].isReplacedByRoom = true
  }

  /// Whether a pod is of an old revision, and its room is to delete it.
  package func awaitsReplacement(_ pod: PodHandle) -> Bool {
    guard pods.contains(pod), !pods[pod].isTerminating else { return false }
    let owner = Int(pods[pod].owner)
    return workloads[owner].isReplacedByRoom && Int(pods[pod].revision) != workloads[owner].newest
  }

  /// Says which container of a workload's pods a model describes; nil leaves it to the spec.
  mutating func setMainContainer(_ name: String?, of workload: Int) {
    workloads[workload].modelledContainer = name
    let makers = writtenSets.map { Int($0) }.filter { softwareOwner(ofMaker: $0) == workload }
    for maker in [workload] + makers {
      for template in workloads[maker].revisions.map({ Int($0.template) }) {
        templates[template].mainPosition = mainPosition(in: templates[template].spec, of: maker)
      }
    }
  }

  /// Position of a workload's main container among those of one of its templates.
  func mainPosition(in template: PodTemplate, of workload: Int) -> Int {
    let name =
      workloads[softwareOwner(ofMaker: workload)].modelledContainer
      ?? workloads[workload].spec.mainContainerName
    return template.containers.firstIndex { $0.name == name } ?? 0
  }

  /// Says in which emptyDir volume the pods' software keeps its log, before `start`; returns
  /// whether they have such a volume.
  package mutating func setLogVolume(_ name: String, ofWorkload workload: Int) -> Bool {
    let volume = workloads[workload].spec.template.scratchVolumes.first { $0.name == name }
    workloads[workload].logVolume = name
    workloads[workload].logsToMemory = volume?.isInMemory ?? false
    return volume != nil
  }

  /// Says whose pods are the DNS caches of their nodes: the wire is told of them, before `start`.
  package mutating func reportNodeCaches(ofWorkload workload: Int) {
    nodeCacheWorkload = Int32(workload)
  }

  /// Reports what the probes of a pod's main container see from now on.
  ///
  /// `alive` answers startup and liveness probes, `ready` the readiness probe. The effect on the
  /// Ready condition or a restart follows at the probes' own times and thresholds.
  package mutating func setHealth(
    of pod: PodHandle, alive: Bool, ready: Bool, in simulation: inout Simulation
  ) {
    guard pods[pod].isServing, pods[pod].isAlive != alive || pods[pod].isHealthy != ready else {
      return
    }
    pods[pod].isAlive = alive
    pods[pod].isHealthy = ready
    observeHealth(ofContainer: mainContainer(of: pod), in: &simulation)
  }

  /// The software of a pod, which a model describes, has started: a Job's pod begins to work.
  package mutating func beginWork(of pod: PodHandle, in simulation: inout Simulation) {
    armWork(of: pod, in: &simulation)
  }

  /// Sets or removes a label of one pod, such as a role; Services select anew after their lag.
  package mutating func setLabel(
    _ key: String, _ value: String?, of pod: PodHandle, in simulation: inout Simulation
  ) {
    let old = selectors.sets[Int(pods[pod].labelSet)]
    let keyNumber = selectors.labels.internKey(key)
    var pairs = old.pairs.filter { selectors.labels.key(of: $0) != keyNumber }
    if let value { pairs.append(selectors.labels.intern(key, value)) }
    let set = selectors.internSet(namespace: old.namespace, pairs: pairs)
    guard set != pods[pod].labelSet else { return }
    let touched = services(ofLabelSet: pods[pod].labelSet) + services(ofLabelSet: set)
    let isStart = startsRunning && simulation.now == .zero
    isSettling = isStart
    relabel(pod, to: set, in: &simulation)
    isSettling = false
    if isStart { for service in touched { show(service, in: &simulation) } }
    announceLabels(of: pod, in: &simulation)
    notify(pod, .labelsChanged, in: &simulation)
  }

  /// The main container's software died by itself: the kubelet restarts it with back-off, or the
  /// pod ends, as its restart policy says.
  package mutating func crash(
    _ pod: PodHandle, exitCode: Int32, reason: TerminationReason, in simulation: inout Simulation
  ) {
    endMainContainer(of: pod, exitCode: exitCode, reason: reason, in: &simulation)
  }

  /// The software ended after SIGTERM with nothing left to do, before the grace period's end; or
  /// a Job's work is done.
  package mutating func exit(_ pod: PodHandle, in simulation: inout Simulation) {
    endMainContainer(of: pod, exitCode: 0, reason: .completed, in: &simulation)
  }

  private mutating func endMainContainer(
    of pod: PodHandle, exitCode: Int32, reason: TerminationReason,
    in simulation: inout Simulation
  ) {
    guard pods[pod].isServing else { return }
    endContainer(mainContainer(of: pod), exitCode: exitCode, reason: reason, in: &simulation)
  }

  /// The Kubernetes events since the last call, in time order.
  package mutating func drainEvents() -> [ClusterEvent] {
    defer { events.removeAll(keepingCapacity: true) }
    return events
  }

  /// The conditions that changed since the last call, in time order.
  package mutating func drainConditionChanges() -> [ConditionChange] {
    defer { conditionChanges.removeAll(keepingCapacity: true) }
    return conditionChanges
  }

  /// Whether a pod has a mesh sidecar, which may start after its software.
  package func hasProxy(_ pod: PodHandle) -> Bool {
    templates[Int(pods[pod].template)].proxyPosition >= 0
  }

  /// Position of the container whose software a model describes.
  func mainPosition(of pod: PodHandle) -> Int { templates[Int(pods[pod].template)].mainPosition }

  /// Whether a container, given by its entry in `containers`, is the one whose software a model
  /// describes.
  func isMainContainer(_ index: Int) -> Bool {
    Int(containers[index].position) == mainPosition(of: containers[index].pod)
  }

  /// The entry, in `containerRange`, of a pod's container whose software a model describes.
  ///
  /// - Precondition: the pod has containers.
  package func mainContainer(of pod: PodHandle) -> Int {
    Int(pods[pod].firstContainer) + mainPosition(of: pod)
  }

  /// The container of a workload's pods whose software a model describes.
  package func mainContainer(ofWorkload workload: Int) -> ContainerSpec {
    let template = workloads[workload].spec.template
    return template.containers[mainPosition(in: template, of: workload)]
  }

  /// Tells the room of a pod's software what happened, at the present time.
  func notify(_ pod: PodHandle, _ notice: PodNotice, in simulation: inout Simulation) {
    if pods[pod].workload == nodeCacheWorkload {
      simulation.schedule(
        at: simulation.now, room: Room.mesh.rawValue, kind: notice.rawValue,
        argument: pod.rawValue)
    }
    guard pods[pod].software != Room.cluster.rawValue else { return }
    simulation.schedule(
      at: simulation.now, room: pods[pod].software, kind: notice.rawValue, argument: pod.rawValue)
  }
}
