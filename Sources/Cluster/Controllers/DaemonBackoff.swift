import SimulationKernel

/// A DaemonSet's failures on a node: failed pods are replaced after 1 s, doubling to 15 min
/// (pkg/controller/daemon failedPodsBackoff).
struct DaemonBackoff: Sendable {
  private var wait = SimDuration.zero
  /// When a pod may be created again.
  private(set) var until = SimTime.zero

  /// Counts a failure; a node that was quiet for twice the greatest wait starts anew.
  mutating func fail(at now: SimTime) {
    let greatest = SimDuration.minutes(15)
    let isForgotten = now - until > greatest * 2
    wait = isForgotten || wait == .zero ? .seconds(1) : min(wait * 2, greatest)
    until = now + wait
  }
}
