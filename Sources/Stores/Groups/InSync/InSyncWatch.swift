import SimulationKernel

/// What the leader of an in-sync set remembers of its followers from one check to the next.
struct InSyncWatch {
  /// By slot, when the follower last had all that the leader had at the check before (Kafka
  /// `Replica.lastCaughtUpTimeMs`).
  var caughtUpAt: [SimTime]
  /// When the leader last checked, and where its log ended then.
  var lookedAt = SimTime.zero
  var endAtLook: UInt64 = 0
  /// When followers are next checked for their lag.
  var nextExpiry = SimTime.zero
  /// When leadership is next returned to the first copy of the assignment (Kafka's preferred
  /// leader).
  var nextRebalance = SimTime.zero

  init(copies: Int) { caughtUpAt = Array(repeating: .zero, count: copies) }

  /// Notes where a follower's log ends now.
  mutating func observe(slot: Int, end: UInt64, leaderEnd: UInt64, now: SimTime) {
    if end >= leaderEnd {
      caughtUpAt[slot] = now
    } else if end >= endAtLook {
      caughtUpAt[slot] = max(caughtUpAt[slot], lookedAt)
    }
  }
}
