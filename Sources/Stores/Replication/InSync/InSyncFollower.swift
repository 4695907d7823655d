package import SimulationKernel

/// What a leader knows of one follower of its partition.
package struct InSyncFollower: Equatable, Sendable {
  /// The end of the follower's log.
  package var end: UInt64
  /// Whether the follower is in the in-sync set.
  package var isInSync: Bool
  /// Whether the follower is caught up, so that it may enter the set.
  package var isCaughtUp: Bool

  /// Makes a follower's state.
  package init(end: UInt64, isInSync: Bool, isCaughtUp: Bool) {
    self.end = end
    self.isInSync = isInSync
    self.isCaughtUp = isCaughtUp
  }

  /// Whether a follower counts as caught up: its log ends where the leader's does, or it did so
  /// within `replica.lag.time.max.ms` (Kafka `Replica.isCaughtUp`).
  package static func isCaughtUp(
    end: UInt64, leaderEnd: UInt64, caughtUpAt: SimTime, now: SimTime, lagLimit: SimDuration
  ) -> Bool {
    end == leaderEnd || now - caughtUpAt <= lagLimit
  }

  /// How often a leader looks for followers that lag: twice within the limit, so that one that is
  /// stuck leaves after one to one and a half times the limit (`ReplicaManager`, isr-expiration).
  package static func expiryPeriod(lagLimit: SimDuration) -> SimDuration {
    // Whole milliseconds, cut off.
    .milliseconds(lagLimit.nanoseconds / 2_000_000)
  }

  /// How far consumers may read: the least end of the leader, of the set and of those about to
  /// enter it; it never goes back and stands still while the set is below its least size
  /// (`Partition.maybeIncrementLeaderHW`).
  package static func highWatermark(
    from old: UInt64, leaderEnd: UInt64, followers: some Sequence<InSyncFollower>,
    isUnderMinimum: Bool
  ) -> UInt64 {
    guard !isUnderMinimum else { return old }
    var mark = leaderEnd
    for follower in followers where follower.isInSync || follower.isCaughtUp {
      mark = min(mark, follower.end)
    }
    return max(mark, old)
  }
}
