import SimulationKernel

/// What the leader of an in-sync set remembers of its followers between looks.
struct InSyncWatch {
  /// When each follower last had what the leader had at the look before (Kafka
  /// `Replica.lastCaughtUpTimeMs`).
  var caughtUpAt: [SimTime]
  /// When the leader looked last, and where its log ended then.
  var lookedAt = SimTime.zero
  var endAtLook: UInt64 = 0
  /// When followers are next checked for their lag.
  var nextExpiry = SimTime.zero
  /// When the first copy of the assignment is next asked to lead again.
  var nextRebalance = SimTime.zero

  init(copies: Int) { caughtUpAt = Array(repeating: .zero, count: copies) }

  /// A follower's log ends at a place now.
  mutating func observe(slot: Int, end: UInt64, leaderEnd: UInt64, now: SimTime) {
    if end >= leaderEnd {
      caughtUpAt[slot] = now
    } else if end >= endAtLook {
      caughtUpAt[slot] = max(caughtUpAt[slot], lookedAt)
    }
  }
}
