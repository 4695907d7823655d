package import SimulationKernel

/// Believes that a member is gone when its lease or session was not renewed for a time.
///
/// Serves Patroni's leader key (renewed each loop_wait, expires after ttl), Kafka's brokers
/// (broker.heartbeat.interval.ms 2 s, broker.session.timeout.ms 9 s), Elasticsearch's checks
/// (each second; three of them with 10 s and two pauses) and coordination sessions. Between
/// renewals nothing is noticed, so a loss is found after the timeout less the renewal's age.
package struct SessionDetector: BitwiseCopyable, Sendable {
  private var renewal: Renewal
  /// When the member was last heard.
  package private(set) var renewedAt: SimTime
  private var nextRenewal: SimTime

  /// Makes a detector whose member renews first after a phase.
  package init(renewal: Renewal, now: SimTime, phase: SimDuration) {
    self.renewal = renewal
    renewedAt = now
    nextRenewal = now + phase
  }

  /// When the lease runs out unless it is renewed.
  package var expiry: SimTime { renewedAt + renewal.timeout }

  /// Looks at the member at a time, at which it could or could not be heard since the last look;
  /// returns whether its session is over.
  package mutating func observe(isHeard: Bool, now: SimTime) -> Bool {
    if nextRenewal <= now {
      let last = nextRenewal.last(every: renewal.interval, upTo: now)
      if isHeard { renewedAt = last }
      nextRenewal = last + renewal.interval
    }
    return now >= expiry
  }

  /// Whoever keeps the session looks at other times from now on.
  package mutating func setRenewal(_ renewal: Renewal) { self.renewal = renewal }

  /// Another keeps the session and looks at the member for the first time now; it was not heard
  /// since the look before.
  package mutating func begin(_ renewal: Renewal, now: SimTime) {
    self.renewal = renewal
    renewedAt = now - renewal.interval
    nextRenewal = now
  }

  /// The member registered anew.
  package mutating func renew(now: SimTime) {
    renewedAt = now
    nextRenewal = now + renewal.interval
  }

  /// Whoever keeps the session counts its time anew.
  package mutating func extend(now: SimTime) { renewedAt = max(renewedAt, now) }

  /// The member took its leave: nothing is left of its session.
  package mutating func close(now: SimTime) {
    if expiry > now { renewedAt = now - renewal.timeout }
  }
}
