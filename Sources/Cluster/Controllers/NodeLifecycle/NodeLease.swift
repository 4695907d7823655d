package import SimulationKernel

/// The renewals of a node's lease by its kubelet.
///
/// Each comes a renewal interval and up to 4 % of it after the one before, uniformly
/// (component-helpers apimachinery/lease/controller.go, wait.JitterUntil with 0.04).
package struct NodeLease: Sendable {
  /// The part of the interval that is added at most.
  private static let jitter = 0.04

  private var renewedAt: SimTime
  private var nextAt: SimTime
  private var random: EntityRandom

  /// A lease of a node that has run since a time, with a phase of its own.
  package init(since start: SimTime, _ random: EntityRandom) {
    var random = random
    renewedAt = start
    nextAt = start + random.duration(below: Timings.leaseRenewal)
    self.random = random
  }

  /// A kubelet starts: it renews the lease at once.
  package mutating func start(at now: SimTime) {
    renewedAt = now
    armNext()
  }

  /// The last renewal that is not after a time, which is never earlier than one asked before.
  package mutating func lastRenewal(upTo now: SimTime) -> SimTime {
    while nextAt <= now {
      renewedAt = nextAt
      armNext()
    }
    return renewedAt
  }

  private mutating func armNext() {
    let interval = Timings.leaseRenewal
    nextAt = renewedAt + interval + random.duration(below: interval.scaled(by: Self.jitter))
  }
}
