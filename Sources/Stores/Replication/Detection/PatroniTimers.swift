package import SimulationKernel

/// Patroni's timers and what follows from them (dynamic_configuration.rst, watchdog.rst).
package struct PatroniTimers: Equatable, Sendable {
  /// How long the leader key lasts.
  package var ttl: SimDuration
  /// Distance of the HA loops.
  package var loopWait: SimDuration
  /// How long a failing operation of the key's store or the database is tried again.
  package var retryTimeout: SimDuration

  /// Makes timers.
  package init(ttl: SimDuration, loopWait: SimDuration, retryTimeout: SimDuration) {
    self.ttl = ttl
    self.loopWait = loopWait
    self.retryTimeout = retryTimeout
  }

  /// The shortest that each may be.
  private static let least = PatroniTimers(
    ttl: .seconds(20), loopWait: .seconds(1), retryTimeout: .seconds(3))

  /// Whether none is too short, and a loop and two rounds of tries fit into the key's life.
  package var isValid: Bool {
    let least = Self.least
    return ttl >= least.ttl && loopWait >= least.loopWait && retryTimeout >= least.retryTimeout
      && loopWait + retryTimeout * 2 <= ttl
  }

  /// What Patroni makes of timers that break its rules: none too short, and a loop or tries short
  /// enough for the key's life (`config.py`, `_validate_and_adjust_timeouts`).
  package var adjusted: PatroniTimers {
    let least = Self.least
    var timers = PatroniTimers(
      ttl: max(ttl, least.ttl), loopWait: max(loopWait, least.loopWait),
      retryTimeout: max(retryTimeout, least.retryTimeout))
    guard !timers.isValid else { return timers }
    if least.loopWait + timers.retryTimeout * 2 <= timers.ttl {
      timers.loopWait = timers.ttl - timers.retryTimeout * 2
    } else {
      timers.loopWait = least.loopWait
      // Whole seconds, cut off.
      timers.retryTimeout = .seconds((timers.ttl - timers.loopWait).nanoseconds / 2_000_000_000)
    }
    return timers
  }

  /// After how long without a loop the watchdog resets the machine, a margin before the key runs
  /// out or, with a negative margin, after half of its life; and what of that is left for a loop,
  /// and after the key's store was tried in vain.
  package func watchdog(
    margin: SimDuration
  ) -> (timeout: SimDuration, leftForLoop: SimDuration, leftAfterTries: SimDuration) {
    // Whole seconds, cut off.
    let half = SimDuration.seconds(ttl.nanoseconds / 2_000_000_000)
    let timeout = margin < .zero ? half : ttl - margin
    return (timeout, timeout - loopWait, timeout - loopWait - retryTimeout)
  }

  /// The longest outage when only the database's process dies: the loop that finds it, the time in
  /// which it must have started again, and a loop; with no such time another member takes over at
  /// the next loop.
  package func longestCrash(startTimeout: SimDuration) -> SimDuration {
    startTimeout > .zero ? loopWait + startTimeout + loopWait : loopWait
  }

  /// The longest and the mean time for which commits wait when the only synchronous standby dies:
  /// until a loop takes it out of the set.
  package var synchronousStall: (longest: SimDuration, mean: SimDuration) {
    (ttl, loopWait / 2)
  }

  /// The most bytes of log that a failover to a lagging replica can lose: the lag allowed, by a
  /// place stored up to a key's life ago; and the mean written since the place was stored.
  package func lossBound(
    bytesPerSecond: Double, maximumLag: Int64
  ) -> (worst: Int64, unsampled: Double) {
    let unseen = Recovery.bytesLost(lag: ttl, writeRate: bytesPerSecond)
    return (maximumLag + Int64(unseen), bytesPerSecond * loopWait.seconds / 2)
  }
}
