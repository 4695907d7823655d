package import SimulationKernel

/// What votes and copies come to: rules of etcd-io/raft `quorum/majority.go`.
extension Quorum {
  /// What the votes counted so far decide.
  package enum VoteResult: Equatable, Sendable {
    /// Neither side has a majority yet.
    case pending
    /// A majority granted its vote.
    case won
    /// So many refused that a majority can no longer be reached.
    case lost
  }

  /// Whether entries can be committed and linearizable reads served with some voters away.
  package static func isServing(voters: Int, away: Int) -> Bool {
    away <= tolerance(of: voters)
  }

  /// Whether a promotion among some replicas is sure to find one with every acknowledged write,
  /// when each waited for a number of all candidates.
  ///
  /// The two sets must share a member. Without a number or candidates there is nothing to be sure
  /// of (CloudNativePG's failoverQuorum).
  package static func allowsFailover(
    promotable: Int, synchronous: Int, candidates: Int
  ) -> Bool {
    synchronous > 0 && candidates > 0 && promotable + synchronous > candidates
  }

  /// The outcome of an election in which some voters have answered; without voters it is won, by
  /// convention.
  package static func result(granted: Int, refused: Int, voters: Int) -> VoteResult {
    guard voters > 0 else { return .won }
    let needed = majority(of: voters)
    if granted >= needed { return .won }
    return voters - refused < needed ? .lost : .pending
  }

  /// The highest index that a majority holds; nothing bounds it without voters.
  ///
  /// - Complexity: O(n²) for n voters without allocation; n is at most nine in practice.
  package static func committed(_ matches: [UInt64]) -> UInt64 {
    guard !matches.isEmpty else { return .max }
    let needed = majority(of: matches.count)
    var best: UInt64 = 0
    for candidate in matches where candidate > best {
      var holders = 0
      for match in matches where match >= candidate { holders += 1 }
      if holders >= needed { best = candidate }
    }
    return best
  }
}
