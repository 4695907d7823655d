import SimulationKernel

/// Images on their way to nodes (pkg/kubelet/images/image_manager.go).
extension Cluster {
  /// Spec of the container at the pod's present step: init containers, then app containers.
  func stepSpec(of pod: PodHandle) -> ContainerSpec {
    let spec = templates[Int(pods[pod].template)].spec
    let step = Int(pods[pod].step)
    return step < spec.initContainers.count
      ? spec.initContainers[step] : spec.containers[step - spec.initContainers.count]
  }

  private func stepImage(of pod: PodHandle) -> Int {
    Int(templates[Int(pods[pod].template)].images[Int(pods[pod].step)])
  }

  /// Sees to it that the image of the pod's next container is on its node.
  mutating func pullNext(of pod: PodHandle, in simulation: inout Simulation) {
    let container = stepSpec(of: pod)
    let isPresent = scheduler.cache.hasImage(stepImage(of: pod), on: Int(pods[pod].node))
    pods[pod].stage = .pulling
    if !ImageCatalog.isValid(container.image) {
      record(
        pod, "InspectFailed",
        "Failed to apply default image tag \"\(container.image)\": couldn't parse image name "
          + "\"\(container.image)\": invalid reference format",
        isWarning: true, in: simulation)
      wait(pod, .invalidImageName, after: Timings.syncRetry, in: &simulation)
    } else if isPresent && container.pull != .always {
      record(
        pod, "Pulled", "Container image \"\(container.image)\" already present on machine",
        in: simulation)
      step(pod, after: .zero, in: &simulation)
    } else if container.pull == .never {
      record(
        pod, "ErrImageNeverPull",
        "Container image \"\(container.image)\" is not present with pull policy of Never",
        isWarning: true, in: simulation)
      wait(pod, .errImageNeverPull, after: Timings.syncRetry, in: &simulation)
    } else {
      beginPull(of: pod, isPresent: isPresent, in: &simulation)
    }
  }

  /// Puts the pull in the node's queue; what is there by then costs only a look at the registry.
  private mutating func beginPull(
    of pod: PodHandle, isPresent: Bool, in simulation: inout Simulation
  ) {
    let image = stepImage(of: pod)
    let node = Int(pods[pod].node)
    record(pod, "Pulling", "Pulling image \"\(stepSpec(of: pod).image)\"", in: simulation)
    let isQuick =
      isPresent || images.isMissing[image] || pulls[node].holds(image, at: simulation.now)
    let work = isQuick ? Timings.manifestCheck : pullTime(images.bytes[image], on: node)
    let end = pulls[node].add(image, work: work, at: simulation.now)
    step(pod, after: end - simulation.now, in: &simulation)
  }

  /// Download at the node's bandwidth, and unpacking.
  private func pullTime(_ bytes: Int64, on node: Int) -> SimDuration {
    let rate = Double(max(1, nodeSpecs[node].imageBandwidth))
    return SimDuration(seconds: Double(bytes) / rate + Double(bytes) / Timings.unpackRate)
  }

  /// The pull is over: the container is created, or the pod waits for its next try.
  mutating func finishPull(of pod: PodHandle, in simulation: inout Simulation) {
    let image = stepImage(of: pod)
    let node = Int(pods[pod].node)
    let isPresent = scheduler.cache.hasImage(image, on: node)
    let wasAsked = !isPresent || stepSpec(of: pod).pull == .always
    if wasAsked && images.isMissing[image] {
      failPull(of: pod, in: &simulation)
      return
    }
    if !isPresent {
      keepImage(image, on: node)
      recordPulled(pod, image: image, in: simulation)
      watchPressure(of: node, in: &simulation)
    }
    pods[pod].retryWait = .zero
    createContainer(of: pod, in: &simulation)
  }

  /// A node holds an image from now on.
  mutating func keepImage(_ image: Int, on node: Int) {
    guard !scheduler.cache.hasImage(image, on: node) else { return }
    scheduler.cache.addImage(image, bytes: images.bytes[image], on: node)
    disks.addImage(images.bytes[image], on: node)
  }

  /// No registry has the image: ErrImagePull, then a back-off of 10 s doubling to 300 s.
  private mutating func failPull(of pod: PodHandle, in simulation: inout Simulation) {
    let image = stepSpec(of: pod).image
    record(
      pod, "Failed",
      "Failed to pull image \"\(image)\": rpc error: code = NotFound desc = failed to pull and "
        + "unpack image \"\(image)\": failed to resolve reference \"\(image)\": \(image): not found",
      isWarning: true, in: simulation)
    record(pod, "Failed", "Error: ErrImagePull", isWarning: true, in: simulation)
    pods[pod].retryWait = min(
      max(Timings.pullBackoff, pods[pod].retryWait * 2), Timings.pullBackoffLimit)
    record(pod, "BackOff", "Back-off pulling image \"\(image)\"", in: simulation)
    wait(pod, .imagePullBackOff, after: pods[pod].retryWait, in: &simulation)
  }

  /// The pod waits for a reason that its status shows, and tries again after a time.
  mutating func wait(
    _ pod: PodHandle, _ reason: ContainerWaiting, after delay: SimDuration,
    in simulation: inout Simulation
  ) {
    // A missing object was named in an event of its own.
    if let name = reason.name, reason != .createContainerConfigError {
      record(pod, "Failed", "Error: \(name)", isWarning: true, in: simulation)
    }
    pods[pod].stage = .waiting
    pods[pod].waiting = reason
    step(pod, after: delay, in: &simulation)
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
}
