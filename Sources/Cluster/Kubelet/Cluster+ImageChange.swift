import SimulationKernel

/// A bare pod's object names other images: its kubelet ends the containers that are defined
/// otherwise and starts them anew in place (kuberuntime_manager.go computePodActions).
///
/// Back-offs of the earlier definition do not count for the new one (getStableKey).
extension Cluster {
  /// Brings a bare pod's present template to its containers.
  mutating func changeImages(of workload: Int, in simulation: inout Simulation) {
    let owner = workloads[workload]
    guard owner.kind == .pod, let pod = pod(ofBare: workload) else { return }
    let template = owner.revisions[owner.newest].template
    guard pods[pod].template != template else { return }
    guard isActive(pod) else {
      rewriteLeaving(pod, as: template, in: &simulation)
      return
    }
    releaseImages(of: pod, at: simulation.now)
    let labels = templates[Int(pods[pod].template)].labelSet
    let before = templates[Int(pods[pod].template)].running
    let isStarting = pods[pod].stage == .waiting
    let awaited = isStarting ? stepSpec(of: pod).image : ""
    if Int(pods[pod].owner) == workload {
      workloads[workload].revisions[Int(pods[pod].revision)].pods -= 1
      workloads[workload].revisions[owner.newest].pods += 1
      pods[pod].revision = Int32(owner.newest)
    }
    exchange(of: pod, for: template)
    if pods[pod].stage == .gated { enqueue(pod, in: &simulation) }
    for index in containerRange(of: pod)
    where before[Int(containers[index].position)].image != spec(ofContainer: index).image {
      redefine(index, in: &simulation)
    }
    if templates[Int(template)].labelSet != labels {
      relabelBare(pod, to: templates[Int(template)].labelSet, in: &simulation)
    }
    guard isStarting, stepSpec(of: pod).image != awaited else { return }
    pods[pod].pullBackoff = PullBackoff()
    pods[pod].initial.backoff = .zero
    step(pod, after: watchDelay(pod, .kubelet), in: &simulation)
  }

  /// A pod has another template, by whose requests its node counts it from here on.
  private mutating func exchange(of pod: PodHandle, for template: Int32) {
    let before = templates[Int(chargedTemplate(of: pod))].placement
    closeResize(of: pod)
    pods[pod].template = template
    guard pods[pod].isAssigned else { return }
    let matches = selectors.matches(of: pods[pod].labelSet)
    let node = Int(pods[pod].node)
    scheduler.cache.count(before, matches: matches, on: node, step: -1)
    scheduler.cache.count(
      templates[Int(template)].placement, matches: matches, on: node, step: 1)
  }

  /// A container's image is another one now.
  private mutating func redefine(_ index: Int, in simulation: inout Simulation) {
    let pod = containers[index].pod
    switch containers[index].phase {
    case .running where containers[index].stop == .none:
      containers[index].isRedefined = true
      let node = Int(pods[pod].node)
      if tendsPods(node), hearsAPI(node) { restartRedefined(pod, in: &simulation) }
    // A pull that is under way looks at its end whether its image is still wanted.
    case .waiting where containers[index].timerAt == .infinity: break
    case .backingOff, .waiting:
      containers[index].phase = .backingOff
      containers[index].isPulled = false
      containers[index].backoff = .zero
      containers[index].pullBackoff = PullBackoff()
      armRestart(index, after: watchDelay(pod, .kubelet), in: &simulation)
    default: break
    }
  }

  /// A kubelet ends what runs of a pod by an earlier definition: at once, or when it learns of the
  /// new one.
  mutating func restartRedefined(_ pod: PodHandle, in simulation: inout Simulation) {
    for index in containerRange(of: pod)
    where containers[index].isRedefined && containers[index].phase == .running
      && containers[index].stop == .none
    {
      let name = spec(ofContainer: index).name
      restartDefined(
        index, "Container \(name) definition changed, will be restarted", in: &simulation)
    }
  }

  /// A kubelet ends a container so that it starts as its pod's object has it now.
  mutating func restartDefined(
    _ index: Int, _ message: String, in simulation: inout Simulation
  ) {
    let pod = containers[index].pod
    record(pod, "Killing", message, in: simulation)
    containers[index].isRedefined = true
    let template = templates[Int(pods[pod].template)].spec
    stopContainer(index, grace: template.terminationGrace, in: &simulation)
  }
}
