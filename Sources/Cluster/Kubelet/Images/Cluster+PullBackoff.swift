import SimulationKernel

/// The waits between pulls that fail (pkg/kubelet/images/image_manager.go pullImage).
///
/// A kubelet looks at a pod again after each sync that failed. While the image's back-off lasts, it
/// says that it waits; its first look after that pulls again.
extension Cluster {
  /// A pull has failed: the next one waits twice as long as the last, 10 s at first and 300 s at
  /// most; returns the time until the kubelet's next look at the pod.
  ///
  /// - Parameter isStart: whether the pod has just got its sandbox, whose start makes the kubelet
  ///   look at the pod a second time as soon as the first pull is over (pkg/kubelet/pleg).
  mutating func beginPullBackoff(
    of image: String, for pod: PodHandle, isStart: Bool, in simulation: borrowing Simulation
  ) -> SimDuration {
    let isFirst = pods[pod].retryWait == .zero
    pods[pod].retryWait = min(
      max(Timings.pullBackoff, pods[pod].retryWait * 2), Timings.pullBackoffLimit)
    pods[pod].pullHeldUntil = simulation.now + pods[pod].retryWait
    pods[pod].waiting = .errImagePull
    guard isStart && isFirst else {
      return lookDelay(of: pod, after: 0, at: simulation.now)
    }
    return lookAtPull(of: image, for: pod, in: simulation)
  }

  /// Whether a pod waits for the end of an image's back-off.
  func isPullHeld(_ pod: PodHandle, at now: SimTime) -> Bool {
    switch pods[pod].waiting {
    case .errImagePull, .imagePullBackOff: now < pods[pod].pullHeldUntil
    case .none, .errImageNeverPull, .invalidImageName, .createContainerConfigError,
      .runContainerError, .crashLoopBackOff:
      false
    }
  }

  /// The kubelet looks at a pod while an image's back-off lasts; returns the time until its next
  /// look.
  mutating func lookAtPull(
    of image: String, for pod: PodHandle, in simulation: borrowing Simulation
  ) -> SimDuration {
    pods[pod].waiting = .imagePullBackOff
    if pods[pod].spam.lets(at: simulation.now) {
      record(pod, "BackOff", "Back-off pulling image \"\(image)\"", in: simulation)
    }
    if pods[pod].spam.lets(at: simulation.now) {
      record(pod, "Failed", "Error: ImagePullBackOff", isWarning: true, in: simulation)
    }
    return lookDelay(
      of: pod, waiting: pods[pod].pullHeldUntil - simulation.now, after: 0, at: simulation.now)
  }
}
