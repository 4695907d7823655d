package import SimulationKernel

/// Which of Patroni's members may race for a leader key that has run out (patroni `ha.py`,
/// `is_healthiest_node`).
package enum PatroniRace {
  /// One member as the others see it.
  package struct Member: Equatable, Sendable {
    /// Its position in the log.
    package var logPosition: UInt64
    /// failover_priority; 0, or the tag nofailover, never leads.
    package var priority: Int
    /// Whether it is a standby; a primary that still runs ends every race.
    package var isInRecovery: Bool
    /// Whether it led before.
    package var isFormerLeader: Bool
    /// Whether it is one of those of whom each commit waited for some (quorum commit).
    package var isVoter: Bool

    /// Makes a member.
    package init(
      logPosition: UInt64, priority: Int = 1, isInRecovery: Bool = true,
      isFormerLeader: Bool = false, isVoter: Bool = false
    ) {
      self.logPosition = logPosition
      self.priority = priority
      self.isInRecovery = isInRecovery
      self.isFormerLeader = isFormerLeader
      self.isVoter = isVoter
    }
  }

  /// How far a position in the log lies behind the one that the leader stored last; negative where
  /// the leader has stored none since.
  package static func lag(of logPosition: UInt64, behind stored: UInt64) -> Int64 {
    Int64(clamping: stored) - Int64(clamping: logPosition)
  }

  /// Whether a member lags too far: strictly more than maximum_lag_on_failover.
  package static func isLagging(
    _ logPosition: UInt64, behind stored: UInt64, limit: UInt64
  ) -> Bool {
    lag(of: logPosition, behind: stored) > Int64(clamping: limit)
  }

  /// Whether a member may race, given those whose REST interface answers; in a synchronous mode
  /// these are the former leader and the standbys of the list.
  ///
  /// Whoever is ahead goes first, but for a former leader in a synchronous mode. Among equals the
  /// higher priority does; in a synchronous mode only a voter's. With a quorum so many voters must
  /// be known not to be ahead, of which a candidate that is none needs one more; a former leader
  /// that nobody is ahead of needs none.
  ///
  /// - Parameter quorum: the voters who must not be ahead; nil without quorum commit.
  package static func mayRace(
    _ member: Member, peers: [Member], stored: UInt64, limit: UInt64, isSynchronous: Bool,
    quorum: Int? = nil
  ) -> Bool {
    guard member.priority > 0, !isLagging(member.logPosition, behind: stored, limit: limit) else {
      return false
    }
    var votes = member.isVoter ? 0 : -1
    var isBehind = false
    for peer in peers {
      if !peer.isInRecovery { return false }
      if peer.logPosition > member.logPosition {
        guard isSynchronous, peer.isFormerLeader else { return false }
        isBehind = true
        continue
      }
      if peer.logPosition == member.logPosition, peer.priority > member.priority,
        !peer.isFormerLeader, !isSynchronous || peer.isVoter
      {
        return false
      }
      if peer.isVoter { votes += 1 }
    }
    guard let quorum else { return true }
    return votes >= quorum || (member.isFormerLeader && !isBehind)
  }

  /// Of how many other voters a candidate must know that they are not ahead, when each commit
  /// waited for some of the voters (quorum commit).
  package static func quorum(voters: Int, acknowledging count: Int) -> Int {
    max(0, voters - count)
  }

  /// How long asking the others takes: they are asked at once, and one that is silent costs the
  /// timeout of its REST interface (2 s, `fetch_node_status`).
  package static func asking(someoneIsSilent: Bool) -> SimDuration {
    someoneIsSilent ? .seconds(2) : .zero
  }
}
