import SimulationKernel

/// A DaemonSet's failures on a node: a failed pod is deleted, and so replaced, at once, the next
/// one 1 s after that at the earliest, doubling to 15 min (pkg/controller/daemon failedPodsBackoff;
/// client-go util/flowcontrol/backoff.go).
struct DaemonBackoff: Sendable {
  private var wait = SimDuration.zero
  private var failedAt = SimTime.zero

  /// When another failed pod may be deleted.
  var end: SimTime { failedAt + wait }

  /// Whether the last failure is too close for another pod to be deleted.
  func isOn(at now: SimTime) -> Bool { now < end }

  /// Counts a failure; a node that was quiet for twice the greatest wait starts anew.
  mutating func fail(at now: SimTime) {
    let greatest = SimDuration.minutes(15)
    let isForgotten = now - failedAt > greatest * 2
    wait = isForgotten || wait == .zero ? .seconds(1) : min(wait * 2, greatest)
    failedAt = now
  }
}
