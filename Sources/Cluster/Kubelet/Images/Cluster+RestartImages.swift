import Manifests
import SimulationKernel

/// The images of containers that are started again: they are on the node, unless the pod's object
/// names others since (pkg/kubelet/images/image_manager.go EnsureImageExists).
///
/// The other containers of the pod run on.
extension Cluster {
  /// Looks for the image of a container that is to be started again; returns how long the registry
  /// is asked for it, nil while the container waits for it.
  mutating func findImage(
    ofContainer index: Int, in simulation: inout Simulation
  ) -> SimDuration? {
    let pod = containers[index].pod
    let container = spec(ofContainer: index)
    let image = Int(images.intern(container.image))
    let isPresent = scheduler.cache.hasImage(image, on: Int(pods[pod].node))
    if !ImageReference.isValid(container.image) {
      recordInvalid(container.image, for: pod, in: simulation)
      holdRestart(index, .invalidImageName, in: &simulation)
    } else if isPresent, container.pull != .always {
      recordPresent(container.image, for: pod, in: simulation)
      return .zero
    } else if container.pull == .never {
      recordNeverPulled(container.image, for: pod, in: simulation)
      holdRestart(index, .errImageNeverPull, in: &simulation)
    } else {
      record(pod, "Pulling", "Pulling image \"\(container.image)\"", in: simulation)
      guard !isPresent else { return Timings.manifestCheck }
      containers[index].timerAt = .infinity
      queuePull(
        of: image, for: pod, container: Int32(index), isPresent: false, in: &simulation)
    }
    return nil
  }

  /// A container that is started again can not have its image: the kubelet tries again at its next
  /// look.
  private mutating func holdRestart(
    _ index: Int, _ reason: ContainerWaiting, in simulation: inout Simulation
  ) {
    let pod = containers[index].pod
    if let name = reason.name {
      record(pod, "Failed", "Error: \(name)", isWarning: true, in: simulation)
    }
    showWaiting(ofContainer: index, reason)
    containers[index].phase = .backingOff
    armRestart(
      index, after: lookDelay(of: pod, after: 0, at: simulation.now), in: &simulation)
  }

  /// A pull for a container that is started again is over.
  mutating func finishRestartPull(
    _ ending: PullQueue.Ending, isThere: Bool, in simulation: inout Simulation
  ) {
    let index = Int(ending.container)
    let pod = ending.pod
    guard containers[index].pod == pod, containers[index].phase == .waiting,
      containers[index].timerAt == .infinity, !pods[pod].isTerminating
    else { return }
    let name = spec(ofContainer: index).image
    guard Int(images.intern(name)) == ending.image else {
      // The pod's object names another image meanwhile.
      guard let check = findImage(ofContainer: index, in: &simulation) else { return }
      createAgain(index, after: check, in: &simulation)
      return
    }
    guard isThere else {
      recordFailedPull(of: name, for: pod, ending.isRefused, in: simulation)
      containers[index].pullBackoff.fail(at: simulation.now)
      containers[index].phase = .backingOff
      showWaiting(ofContainer: index, .errImagePull)
      armRestart(
        index, after: lookDelay(of: pod, after: 0, at: simulation.now), in: &simulation)
      return
    }
    recordPulled(
      name, for: pod, own: simulation.now - ending.begunAt, all: simulation.now - ending.askedAt,
      in: simulation)
    containers[index].pullBackoff = PullBackoff()
    containers[index].isPulled = true
    createAgain(index, after: .zero, in: &simulation)
  }
}
