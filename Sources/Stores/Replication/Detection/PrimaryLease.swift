package import SimulationKernel

/// CloudNativePG's lease of the primary role: renewed each retry period, free when its holder
/// released it or nobody saw it renewed for its duration (failover.md; client-go leader election).
package struct PrimaryLease: Sendable {
  /// leaseDurationSeconds.
  package let duration: SimDuration
  /// retryPeriodSeconds.
  package let retryPeriod: SimDuration
  private var renewedAt: SimTime
  private var nextRenewal: SimTime
  private var isReleased = false

  /// Makes a lease that its holder renews first after a phase.
  package init(
    duration: SimDuration, retryPeriod: SimDuration, now: SimTime, phase: SimDuration
  ) {
    self.duration = duration
    self.retryPeriod = retryPeriod
    nextRenewal = now + phase
    renewedAt = now + phase - retryPeriod
  }

  /// Whether times make a lease: it outlasts the tries to renew it, and several of them fit.
  package static func isValid(
    duration: SimDuration, renewDeadline: SimDuration, retryPeriod: SimDuration
  ) -> Bool {
    duration > renewDeadline && renewDeadline > retryPeriod.scaled(by: 1.2) && retryPeriod > .zero
  }

  /// The holder renews while it runs and reaches the API.
  package mutating func run(isRenewed: Bool, now: SimTime) {
    guard nextRenewal <= now else { return }
    let last = nextRenewal.last(every: retryPeriod, upTo: now)
    if isRenewed {
      renewedAt = last
      isReleased = false
    }
    nextRenewal = last + retryPeriod
  }

  /// The holder gives the lease up as it shuts down.
  package mutating func release() { isReleased = true }

  /// When a candidate that has watched the lease gets it, wanting it from a time on: at one of its
  /// tries, of which the first comes after a phase.
  package func takenAt(wantedFrom time: SimTime, phase: SimDuration) -> SimTime {
    let free = isReleased ? time : max(time, renewedAt + duration)
    let tries = time + phase
    guard free > tries else { return tries }
    let period = retryPeriod.nanoseconds
    let wait = (free - tries).nanoseconds
    return tries + SimDuration(nanoseconds: (wait + period - 1) / period * period)
  }

  /// A candidate holds it from now on.
  package mutating func take(now: SimTime) {
    renewedAt = now
    nextRenewal = now + retryPeriod
    isReleased = false
  }
}
