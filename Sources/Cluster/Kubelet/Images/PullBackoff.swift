import SimulationKernel

/// The waits between pulls of an image that fail: 10 s doubling to 300 s
/// (pkg/kubelet/images/image_manager.go pullImage).
struct PullBackoff: BitwiseCopyable {
  /// The wait after the last failure; zero before the first.
  private var wait = SimDuration.zero
  /// When it ends.
  private(set) var end = SimTime.zero

  /// Whether no pull has failed yet.
  var isIdle: Bool { wait == .zero }

  /// A pull has failed.
  mutating func fail(at now: SimTime) {
    wait = min(max(Timings.pullBackoff, wait * 2), Timings.pullBackoffLimit)
    end = now + wait
  }
}

extension Cluster {
  /// Whether an image has come to a pod's node meanwhile, by another pod's pull: that is looked for
  /// before the back-off (EnsureImageExists).
  func hasArrived(_ image: Int, for pod: PodHandle, _ pull: ImagePull) -> Bool {
    pull != .always && scheduler.cache.hasImage(image, on: Int(pods[pod].node))
  }

  /// The kubelet looks at a pod that waits for what its next container lacks.
  mutating func lookAtImage(of pod: PodHandle, in simulation: inout Simulation) {
    let end = pods[pod].pullBackoff.end
    let isThere = hasArrived(stepImage(of: pod), for: pod, stepSpec(of: pod).pull)
    guard !isThere, simulation.now < end else {
      pullNext(of: pod, in: &simulation)
      return
    }
    showWaiting(of: pod, .imagePullBackOff)
    let next = lookAtPull(of: stepSpec(of: pod).image, for: pod, until: end, in: simulation)
    step(pod, after: next, in: &simulation)
  }

  /// The kubelet looks at a pod while an image's back-off lasts: it says that it waits; returns the
  /// time until its next look.
  mutating func lookAtPull(
    of image: String, for pod: PodHandle, until end: SimTime, in simulation: borrowing Simulation
  ) -> SimDuration {
    record(pod, "BackOff", "Back-off pulling image \"\(image)\"", in: simulation)
    record(pod, "Failed", "Error: ImagePullBackOff", isWarning: true, in: simulation)
    return lookDelay(of: pod, waiting: end - simulation.now, after: 0, at: simulation.now)
  }
}
