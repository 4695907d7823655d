package import SimulationKernel

/// Patroni's leader key: who holds it, until when, and when the others know that it has run out.
///
/// The holder's HA loop renews the key each loop_wait; without its store it tries for retry_timeout
/// and then demotes itself (patroni `ha.py`, `update_lock`). etcd tells the others that a key was
/// deleted at once; in Kubernetes each of them judges the age itself in its own loop, which begins
/// loop_wait and half a second after the last one (`kubernetes.py`, `watch`). Those loops keep step
/// since the last change of the leader woke all of them.
package struct LeaderKey: Sendable {
  /// The timers.
  package let timers: PatroniTimers
  /// Whether nobody is told when the key runs out (the Kubernetes API).
  package let isPolled: Bool
  /// When the key was renewed last.
  package private(set) var renewedAt: SimTime
  /// The place in the log that was stored with it.
  package private(set) var storedPlace: UInt64 = 0
  /// When the holder's loop and those of the others begin next.
  private var holderLoop: SimTime
  private var otherLoop: SimTime
  /// When a holder that can not renew the key demotes itself.
  private var demotionAt: SimTime?
  private var isReleased = false

  /// Makes a key that was renewed before its holder's next loop, which begins after a phase.
  package init(
    timers: PatroniTimers, isPolled: Bool, now: SimTime, phase: SimDuration,
    otherPhase: SimDuration
  ) {
    self.timers = timers
    self.isPolled = isPolled
    renewedAt = now + phase - timers.loopWait
    holderLoop = now + phase
    otherLoop = now + otherPhase
  }

  /// What the loops of the holder since the last call did.
  package struct Loops: Equatable, Sendable {
    /// Whether the key was renewed.
    package var isRenewed = false
    /// Whether the holder may go on to take writes.
    package var isKept = true
  }

  /// Runs the holder's loops that are due: whether it runs at all, sees the key's store, and may
  /// keep the role without it because all members agree (failsafe_mode).
  package mutating func runHolder(
    isRunning: Bool, seesStore: Bool, isFailsafe: Bool, place: UInt64, now: SimTime
  ) -> Loops {
    var loops = Loops()
    while holderLoop <= now {
      if isRunning, seesStore, holderLoop < renewedAt + timers.ttl || !isPolled {
        renewedAt = holderLoop
        storedPlace = place
        demotionAt = nil
        isReleased = false
        loops.isRenewed = true
      } else if isRunning, isFailsafe {
        demotionAt = nil
      } else if isRunning, demotionAt == nil {
        demotionAt = holderLoop + timers.retryTimeout
      }
      holderLoop = holderLoop + timers.loopWait
    }
    if let demotionAt { loops.isKept = now < demotionAt }
    return loops
  }

  /// When the key runs out unless it is renewed.
  package var expiry: SimTime { isReleased ? renewedAt : renewedAt + timers.ttl }

  /// When the others know that the key has run out.
  package var noticedAt: SimTime {
    guard isPolled, !isReleased else { return expiry }
    let period = (timers.loopWait + Self.pollSlack).nanoseconds
    let wait = max(0, (expiry - otherLoop).nanoseconds)
    return otherLoop + SimDuration(nanoseconds: (wait + period - 1) / period * period)
  }

  /// Half a second for members without the key to keep step with the holder (`kubernetes.py`).
  private static var pollSlack: SimDuration { .milliseconds(500) }

  /// The earliest and the latest time after a holder's loss at which the others can know of it.
  package static func noticeBounds(
    timers: PatroniTimers, isPolled: Bool
  ) -> ClosedRange<SimDuration> {
    let least = timers.ttl - timers.loopWait
    return least...(isPolled ? timers.ttl + timers.loopWait + pollSlack : timers.ttl)
  }

  /// The holder gives the key up: it shuts down in order, or can not start its database in time.
  package mutating func release(now: SimTime) {
    renewedAt = now
    isReleased = true
  }

  /// The key's store was away and counts its time anew (etcd extends leases with a new leader).
  package mutating func extend(now: SimTime) {
    if !isReleased { renewedAt = max(renewedAt, now) }
  }

  /// Another member takes the key; its loop begins now, and the change wakes all others.
  package mutating func take(now: SimTime, place: UInt64) {
    renewedAt = now
    storedPlace = place
    holderLoop = now + timers.loopWait
    otherLoop = now + timers.loopWait + Self.pollSlack
    demotionAt = nil
    isReleased = false
  }
}
