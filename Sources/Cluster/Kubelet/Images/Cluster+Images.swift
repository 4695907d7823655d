import Manifests
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

  func stepImage(of pod: PodHandle) -> Int {
    Int(templates[Int(pods[pod].template)].images[Int(pods[pod].step)])
  }

  /// Sees to it that the image of the pod's next container is on its node.
  mutating func pullNext(of pod: PodHandle, in simulation: inout Simulation) {
    let container = stepSpec(of: pod)
    let isPresent = scheduler.cache.hasImage(stepImage(of: pod), on: Int(pods[pod].node))
    pods[pod].stage = .pulling
    if !templates[Int(pods[pod].template)].areImagesValid[Int(pods[pod].step)] {
      recordInvalid(container.image, for: pod, in: simulation)
      wait(pod, .invalidImageName, in: &simulation)
    } else if isPresent && container.pull != .always {
      recordPresent(container.image, for: pod, in: simulation)
      step(pod, after: .zero, in: &simulation)
    } else if container.pull == .never {
      recordNeverPulled(container.image, for: pod, in: simulation)
      wait(pod, .errImageNeverPull, in: &simulation)
    } else {
      beginPull(of: pod, isPresent: isPresent, in: &simulation)
    }
  }

  /// An image has no name that can be read.
  mutating func recordInvalid(
    _ image: String, for pod: PodHandle, in simulation: borrowing Simulation
  ) {
    record(
      pod, "InspectFailed",
      "Failed to apply default image tag \"\(image)\": couldn't parse image name "
        + "\"\(image)\": invalid reference format",
      isWarning: true, in: simulation)
  }

  /// An image is not on the node, and its kubelet may not pull it.
  mutating func recordNeverPulled(
    _ image: String, for pod: PodHandle, in simulation: borrowing Simulation
  ) {
    record(
      pod, "ErrImageNeverPull",
      "Container image \"\(image)\" is not present with pull policy of Never", isWarning: true,
      in: simulation)
  }

  /// An image need not be pulled.
  mutating func recordPresent(
    _ image: String, for pod: PodHandle, in simulation: borrowing Simulation
  ) {
    record(pod, "Pulled", version.presentText(image), in: simulation)
  }

  private mutating func beginPull(
    of pod: PodHandle, isPresent: Bool, in simulation: inout Simulation
  ) {
    let image = stepImage(of: pod)
    record(pod, "Pulling", "Pulling image \"\(stepSpec(of: pod).image)\"", in: simulation)
    pods[pod].timerAt = .infinity
    queuePull(of: image, for: pod, isPresent: isPresent, in: &simulation)
  }

  /// Puts a pull in the node's queue, for a pod's next container or for one that is started again;
  /// what is there, or nowhere, costs only a look at the registry.
  mutating func queuePull(
    of image: Int, for pod: PodHandle, container: Int32 = -1, isPresent: Bool,
    in simulation: inout Simulation
  ) {
    let node = Int(pods[pod].node)
    let isQuick = isPresent || images.isMissing[image]
    pulls[node].add(
      pod, container: container, image: image,
      work: isQuick ? nil : pullWork(images.bytes[image], on: node), at: simulation.now)
    advancePulls(on: node, in: &simulation)
  }

  /// Download over the node's line, and unpacking.
  private func pullWork(_ bytes: Int64, on node: Int) -> PullQueue.Work {
    PullQueue.Work(
      load: Double(bytes) / Double(max(1, nodeSpecs[node].imageBandwidth)),
      unpack: SimDuration(seconds: Double(bytes) / Timings.unpackRate))
  }

  /// A node's pulls go on when the first of them has something to do.
  mutating func continuePulls(on node: Int, in simulation: inout Simulation) {
    guard pulls[node].isDue(at: simulation.now), tendsPods(node) else { return }
    advancePulls(on: node, in: &simulation)
  }

  mutating func advancePulls(on node: Int, in simulation: inout Simulation) {
    for ending in pulls[node].advance(to: simulation.now) {
      finishPull(ending, on: node, in: &simulation)
    }
    guard let next = pulls[node].nextTime(), next < .infinity else { return }
    schedule(.imagePull, at: next, argument: UInt32(node), in: &simulation)
  }

  /// A pull is over: the container is created, or the pod waits for its next try.
  private mutating func finishPull(
    _ ending: PullQueue.Ending, on node: Int, in simulation: inout Simulation
  ) {
    let image = ending.image
    let isThere = !ending.isRefused && !images.isMissing[image]
    if isThere, !scheduler.cache.hasImage(image, on: node) {
      keepImage(image, on: node, at: simulation.now)
      watchPressure(of: node, in: &simulation)
    }
    let pod = ending.pod
    guard pods.contains(pod) else { return }
    guard ending.container < 0 else {
      finishRestartPull(ending, isThere: isThere, in: &simulation)
      return
    }
    guard pods[pod].stage == .pulling, !pods[pod].isTerminating else { return }
    guard image == stepImage(of: pod) else {
      // The pod's object names another image meanwhile.
      pullNext(of: pod, in: &simulation)
      return
    }
    guard isThere else {
      failPull(of: pod, isRefused: ending.isRefused, in: &simulation)
      return
    }
    recordPulled(
      stepSpec(of: pod).image, for: pod, own: simulation.now - ending.begunAt,
      all: simulation.now - ending.askedAt, in: simulation)
    useImage(of: pod, in: &simulation)
  }

  /// The image of the pod's next container is on the node.
  mutating func useImage(of pod: PodHandle, in simulation: inout Simulation) {
    pods[pod].pullBackoff = PullBackoff()
    createContainer(of: pod, in: &simulation)
  }

  /// No registry has the image, or too many were asked for.
  private mutating func failPull(
    of pod: PodHandle, isRefused: Bool, in simulation: inout Simulation
  ) {
    recordFailedPull(of: stepSpec(of: pod).image, for: pod, isRefused, in: simulation)
    let isFirst = pods[pod].pullBackoff.isIdle
    pods[pod].pullBackoff.fail(at: simulation.now)
    showWaiting(of: pod, isFirst ? .imagePullBackOff : .errImagePull)
    // The sandbox has started meanwhile, so that the kubelet looks at the pod a second time as soon
    // as its first pull is over (pkg/kubelet/pleg).
    let next =
      isFirst
      ? lookAtPull(
        of: stepSpec(of: pod).image, for: pod, until: pods[pod].pullBackoff.end, in: simulation)
      : lookDelay(of: pod, after: 0, at: simulation.now)
    hold(pod, for: next, in: &simulation)
  }

  /// What the kubelet says of a pull that failed.
  mutating func recordFailedPull(
    of image: String, for pod: PodHandle, _ isRefused: Bool, in simulation: borrowing Simulation
  ) {
    // The runtime names an image by its whole reference.
    let whole = ImageReference.whole(image)
    let problem =
      isRefused
      ? "pull QPS exceeded"
      : "rpc error: code = NotFound desc = failed to pull and unpack image \"\(whole)\": failed to "
        + "resolve reference \"\(whole)\": \(whole): not found"
    record(
      pod, "Failed", "Failed to pull image \"\(image)\": \(problem)", isWarning: true,
      in: simulation)
    record(pod, "Failed", "Error: ErrImagePull", isWarning: true, in: simulation)
  }

  /// The pod, or one of its app containers, waits for a reason that its status shows; the kubelet
  /// tries again at its next look.
  mutating func wait(
    _ pod: PodHandle, _ reason: ContainerWaiting, in simulation: inout Simulation
  ) {
    // What is missing was named in an event of its own.
    if let name = reason.name, reason != .createContainerConfigError {
      record(pod, "Failed", "Error: \(name)", isWarning: true, in: simulation)
    }
    showWaiting(of: pod, reason)
    hold(pod, for: lookDelay(of: pod, after: 0, at: simulation.now), in: &simulation)
  }

  /// The container that a pod is at lacks something: the kubelet looks again later.
  private mutating func hold(
    _ pod: PodHandle, for delay: SimDuration, in simulation: inout Simulation
  ) {
    let apps = templates[Int(pods[pod].template)].spec.containers.count
    guard isAtInit(pod) || apps == 1 else {
      passOverApp(of: pod, for: delay, in: &simulation)
      return
    }
    pods[pod].stage = .waiting
    step(pod, after: delay, in: &simulation)
  }

  /// What the kubelet says of a pull: how long it took, and that with the wait for its turn.
  mutating func recordPulled(
    _ image: String, for pod: PodHandle, own: SimDuration, all: SimDuration,
    in simulation: borrowing Simulation
  ) {
    let bytes = images.bytes[Int(images.intern(image))]
    let texts = [own, all].map { DurationText.write($0.wholeMilliseconds) }
    record(
      pod, "Pulled",
      "Successfully pulled image \"\(image)\" in \(texts[0]) (\(texts[1]) including waiting). "
        + "Image size: \(bytes) bytes.",
      in: simulation)
  }
}

extension SimDuration {
  /// Without what is less than a millisecond.
  fileprivate var wholeMilliseconds: SimDuration {
    .milliseconds(nanoseconds / 1_000_000)
  }
}
