package import SimulationKernel

/// Patroni's leader key: who holds it, until when, and when the others know that it has run out.
///
/// The holder's HA loop renews the key each loop_wait; without its store it tries for retry_timeout
/// and then demotes itself (patroni `ha.py`, `_handle_dcs_error`). etcd tells the others that a key
/// was deleted at once; in Kubernetes each of them judges the age itself in its own loop, which
/// begins loop_wait and half a second after the last one (`kubernetes.py`, `watch`). Those loops
/// keep step since the last change of the leader woke all of them.
package struct LeaderKey: Sendable {
  /// The timers.
  package let timers: PatroniTimers
  /// Whether nobody is told when the key runs out (the Kubernetes API).
  package let isPolled: Bool
  /// When the key was renewed last.
  package private(set) var renewedAt: SimTime
  /// The position in the log that was stored with it.
  package private(set) var storedPosition: UInt64 = 0
  /// When the holder's loop was due that is under way, or the next one is.
  private var holderLoop: SimTime
  /// When the loop that is under way tries the key's store next and last; nil while none waits for
  /// it.
  private var tries: (next: SimTime, end: SimTime)?
  /// When the loops of the others begin next.
  private var otherLoop: SimTime
  /// Whether the holder ran at its last look.
  private var isAwake = true
  /// Whether the holder's database does not lead: it was demoted, or started again.
  package private(set) var isDemoted = false
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
  ///
  /// A loop tries the store each second at the longest (`utils.py`, Retry), and if it sees it
  /// within retry_timeout renews the key; otherwise it demotes its database. The next loop is due
  /// loop_wait after this one was, and begins at once where that time has passed (`__main__.py`,
  /// schedule_next_run), as where the holder was frozen.
  package mutating func runHolder(
    isRunning: Bool, seesStore: Bool, isFailsafe: Bool, position: UInt64, now: SimTime
  ) -> Loops {
    var loops = Loops()
    let earliest = isAwake ? SimTime.zero : now
    if isRunning, !isAwake { tries = nil }
    isAwake = isRunning
    while isRunning, case let time = max(tries?.next ?? holderLoop, earliest), time <= now {
      let end = tries?.end ?? time + timers.retryTimeout
      if seesStore {
        if mayRenew(at: time) {
          renew(at: time, position: position)
          loops.isRenewed = true
        }
        endLoop(at: time)
      } else if time < end {
        tries = (next: min(time + Self.tryPause, end), end: end)
      } else {
        if !isFailsafe { isDemoted = true }
        endLoop(at: time)
      }
    }
    loops.isKept = !isDemoted
    return loops
  }

  /// A holder that leads takes also a key that ran out and that nobody took; one that does not has
  /// to race for it.
  private func mayRenew(at time: SimTime) -> Bool {
    !isDemoted || (!isReleased && time < expiry)
  }

  private mutating func renew(at time: SimTime, position: UInt64) {
    renewedAt = time
    storedPosition = position
    isReleased = false
    isDemoted = false
  }

  private mutating func endLoop(at time: SimTime) {
    schedule(at: max(holderLoop + timers.loopWait, time))
  }

  private mutating func schedule(at time: SimTime) {
    holderLoop = time
    tries = nil
  }

  /// The holder's agent starts again: its first loop begins at once, and its database does not lead
  /// yet.
  package mutating func restartHolder(now: SimTime) {
    schedule(at: now)
    isAwake = true
    isDemoted = true
  }

  /// When the holder's next loop begins, at the earliest now.
  package func nextLoop(now: SimTime) -> SimTime { max(holderLoop, now) }

  /// The longest pause between two tries of the key's store.
  private static var tryPause: SimDuration { .seconds(1) }

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
    isDemoted = true
  }

  /// The key's store was away and counts its time anew (etcd extends leases with a new leader).
  package mutating func extend(now: SimTime) {
    if !isReleased { renewedAt = max(renewedAt, now) }
  }

  /// Another member takes the key; its loop begins now, and the change wakes all others.
  package mutating func take(now: SimTime, position: UInt64) {
    renew(at: now, position: position)
    schedule(at: now + timers.loopWait)
    otherLoop = now + timers.loopWait + Self.pollSlack
    isAwake = true
  }
}
