import SimulationKernel

/// A pod's way through its kubelet, from binding to running
/// (pkg/kubelet/kubelet.go SyncPod, pkg/kubelet/kuberuntime).
extension Cluster {
  /// Takes the next step when the pod's timer is due.
  mutating func advance(_ pod: PodHandle, in simulation: inout Simulation) {
    let node = Int(pods[pod].node)
    guard node >= 0, nodes[node].isUp else { return }
    if pods[pod].isTerminating {
      advanceTermination(of: pod, in: &simulation)
      return
    }
    switch pods[pod].stage {
    case .bound, .mounting: mount(pod, in: &simulation)
    case .pulling: createContainer(of: pod, in: &simulation)
    case .initializing: finishInitStep(of: pod, in: &simulation)
    case .starting: startNextApp(of: pod, in: &simulation)
    case .running: finishWork(of: pod, in: &simulation)
    case .gated, .queued, .preStop, .stopping, .ended: break
    }
  }

  /// Admits the pod, attaches and mounts its volumes and makes its sandbox.
  private mutating func mount(_ pod: PodHandle, in simulation: inout Simulation) {
    let node = Int(pods[pod].node)
    guard nodes[node].isReachable || pods[pod].stage == .mounting else {
      pods[pod].timerAt = .infinity
      return
    }
    if pods[pod].stage == .bound {
      if pods[pod].startedAt == .infinity { pods[pod].startedAt = simulation.now }
      pods[pod].stage = .mounting
      pods[pod].step = 0
      let hasVolumes = hasClaims(pod)
      guard let attaching = attachVolumes(of: pod, in: &simulation) else {
        pods[pod].stage = .bound
        step(pod, after: Timings.attachRetry, in: &simulation)
        return
      }
      let mounting = hasVolumes ? Timings.mount : .zero
      step(pod, after: attaching + mounting + Timings.sandbox, in: &simulation)
      return
    }
    allocateContainers(of: pod)
    joinServices(pod, in: &simulation)
    pullNext(of: pod, in: &simulation)
  }

  /// Spec of the container at the pod's present step: init containers, then app containers.
  private func stepSpec(of pod: PodHandle) -> ContainerSpec {
    let spec = templates[Int(pods[pod].template)].spec
    let step = Int(pods[pod].step)
    return step < spec.initContainers.count
      ? spec.initContainers[step] : spec.containers[step - spec.initContainers.count]
  }

  /// Pulls the image of the next container, in the node's serial queue.
  mutating func pullNext(of pod: PodHandle, in simulation: inout Simulation) {
    let template = templates[Int(pods[pod].template)]
    let container = stepSpec(of: pod)
    let image = Int(template.images[Int(pods[pod].step)])
    let node = Int(pods[pod].node)
    pods[pod].stage = .pulling
    if scheduler.cache.hasImage(image, on: node) && !container.pullsAlways {
      record(
        pod, "Pulled", "Container image \"\(container.image)\" already present on machine",
        in: simulation)
      step(pod, after: .zero, in: &simulation)
      return
    }
    record(pod, "Pulling", "Pulling image \"\(container.image)\"", in: simulation)
    let isCached = scheduler.cache.hasImage(image, on: node)
    let work = isCached ? Timings.manifestCheck : pullTime(images.bytes[image], on: node)
    let begin = max(simulation.now, nodes[node].pullsDoneAt)
    nodes[node].pullsDoneAt = begin + work
    step(pod, after: begin + work - simulation.now, in: &simulation)
  }

  /// Download at the node's bandwidth, and unpacking.
  private func pullTime(_ bytes: Int64, on node: Int) -> SimDuration {
    let rate = Double(max(1, nodeSpecs[node].imageBandwidth))
    return SimDuration(seconds: Double(bytes) / rate + Double(bytes) / Timings.unpackRate)
  }

  /// The image is there: the runtime creates and starts the container.
  private mutating func createContainer(of pod: PodHandle, in simulation: inout Simulation) {
    let template = templates[Int(pods[pod].template)]
    let step = Int(pods[pod].step)
    let image = Int(template.images[step])
    let node = Int(pods[pod].node)
    if !scheduler.cache.hasImage(image, on: node) {
      scheduler.cache.addImage(image, bytes: images.bytes[image], on: node)
      recordPulled(pod, image: image, in: simulation)
    }
    let container = stepSpec(of: pod)
    record(pod, "Created", "Created container \(container.name)", in: simulation)
    let isInit = step < template.spec.initContainers.count
    pods[pod].stage = isInit ? .initializing : .starting
    let isWork = isInit && !container.isSidecar
    let working = isWork ? container.initDuration : .zero
    self.step(pod, after: Timings.containerStart + working, in: &simulation)
  }

  private mutating func recordPulled(
    _ pod: PodHandle, image: Int, in simulation: borrowing Simulation
  ) {
    let took = pullTime(images.bytes[image], on: Int(pods[pod].node))
    let text = "\(took.nanoseconds / 1_000_000)ms"
    record(
      pod, "Pulled",
      "Successfully pulled image \"\(stepSpec(of: pod).image)\" in \(text) "
        + "(\(text) including waiting). Image size: \(images.bytes[image]) bytes.",
      in: simulation)
  }

  /// An init container is done, or a sidecar has started.
  private mutating func finishInitStep(of pod: PodHandle, in simulation: inout Simulation) {
    let template = templates[Int(pods[pod].template)]
    let step = Int(pods[pod].step)
    let container = template.spec.initContainers[step]
    record(pod, "Started", "Started container \(container.name)", in: simulation)
    if container.isSidecar {
      let sidecars = template.spec.initContainers[..<step].count { $0.isSidecar }
      run(
        container: Int(pods[pod].firstContainer) + template.spec.containers.count + sidecars,
        in: &simulation)
    }
    pods[pod].step += 1
    pullNext(of: pod, in: &simulation)
  }

  /// An app container has started; the next one follows.
  private mutating func startNextApp(of pod: PodHandle, in simulation: inout Simulation) {
    let spec = templates[Int(pods[pod].template)].spec
    let place = Int(pods[pod].step) - spec.initContainers.count
    record(pod, "Started", "Started container \(spec.containers[place].name)", in: simulation)
    run(container: Int(pods[pod].firstContainer) + place, in: &simulation)
    pods[pod].step += 1
    if place + 1 < spec.containers.count {
      pullNext(of: pod, in: &simulation)
      return
    }
    pods[pod].stage = .running
    notify(pod, .containersStarted, in: &simulation)
    armWork(of: pod, in: &simulation)
  }

  /// Work of a Job's pod whose software nobody models: it ends by itself.
  mutating func armWork(of pod: PodHandle, in simulation: inout Simulation) {
    let owner = workloads[Int(pods[pod].workload)]
    guard owner.kind == .job, owner.software == Room.cluster.rawValue else { return }
    step(pod, after: Timings.jobWork, in: &simulation)
  }

  private mutating func finishWork(of pod: PodHandle, in simulation: inout Simulation) {
    guard pods[pod].isServing else { return }
    exit(pod, in: &simulation)
  }
}
