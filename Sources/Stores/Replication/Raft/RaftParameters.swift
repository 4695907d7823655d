package import SimulationKernel

/// The timers and switches in which Raft implementations differ.
package struct RaftParameters: Equatable, Sendable {
  /// Time between heartbeats of a leader.
  package var heartbeat: SimDuration
  /// Whether a silent leader is replaced after the election timeout; otherwise only a failure
  /// detector starts elections (RabbitMQ's Ra).
  package var electsOnSilence: Bool
  /// The shortest election timeout; also the length of a leader's lease.
  package var electionTimeoutMin: SimDuration
  /// The longest election timeout; each is drawn uniformly between the two.
  package var electionTimeoutMax: SimDuration
  /// The timeouts of a candidate's further rounds where they differ from a follower's (Neo4j).
  package var roundTimeout: ClosedRange<SimDuration>?
  /// The distance of the ticks in which an implementation counts time; zero: it does not.
  ///
  /// Timeouts are whole ticks and end on one (etcd: 100 ms).
  package var tick: SimDuration
  /// Whether a candidate first asks whether it could win, without raising the term.
  package var preVote: Bool
  /// How often a leader counts the members it heard from, and steps down without a majority.
  package var quorumCheck: SimDuration?
  /// Whether members that hear a leader refuse candidates of any term (etcd's lease, with its check
  /// of the quorum).
  package var keepsLease = true
  /// How long members may be silent before a leader that lacks a majority for them gives up, which
  /// it looks at with each heartbeat (NuRaft's `leadership_expiry_`).
  package var leadershipExpiry: SimDuration?
  /// Whether only heartbeats restart a follower's election timer, and a leader sends them however
  /// busy it is; otherwise any append does.
  package var electsByHeartbeats: Bool
  /// Whether a member whose disk was lost takes part again as soon as it runs; otherwise the others
  /// keep it out until it is removed and added anew.
  package var rejoinsEmpty = true
  /// Whether the vote of a member with an empty log, which may have lost it, counts as any other;
  /// otherwise it counts only where all members vote for the same one (NATS).
  package var countsEmptyVotes = true
  /// By how much the only member of a group is ahead of its election timeout when it starts;
  /// without limit it stands for election at once.
  package var loneAdvance = SimDuration.zero
  /// Whether entries are on disk before they are acknowledged.
  package var flushesBeforeAck: Bool
  /// Whether a leader commits only what is on its own disk too.
  ///
  /// etcd's server takes what is committed out of the library only after it saved what came before
  /// (server/etcdserver/raft.go). In Ra what a leader's own disk holds is one place among the
  /// majority's (ra_server.erl, match_indexes with ra_log:last_written).
  package var needsOwnDisk = true
  /// Whether a member sends nothing and counts no time while its disk takes what it has to save.
  package var waitsForDisk = false
  /// When the log's beginning is given up for a snapshot of the state; nil where it is kept.
  package var compaction: Compaction?
  /// Most entries sent to a follower and not yet confirmed by it.
  package var windowEntries: UInt64
  /// Most entries in one message.
  package var batchEntries: UInt64

  /// Makes the parameters of an implementation.
  package init(
    heartbeat: SimDuration, electionTimeout: ClosedRange<SimDuration>,
    roundTimeout: ClosedRange<SimDuration>? = nil, tick: SimDuration = .zero, preVote: Bool,
    quorumCheck: SimDuration?,
    electsOnSilence: Bool = true, electsByHeartbeats: Bool = false, flushesBeforeAck: Bool = true,
    windowEntries: UInt64 = 4096, batchEntries: UInt64 = 512
  ) {
    self.heartbeat = heartbeat
    self.electsOnSilence = electsOnSilence
    electionTimeoutMin = electionTimeout.lowerBound
    electionTimeoutMax = electionTimeout.upperBound
    self.roundTimeout = roundTimeout
    self.tick = tick
    self.preVote = preVote
    self.quorumCheck = quorumCheck
    self.electsByHeartbeats = electsByHeartbeats
    self.flushesBeforeAck = flushesBeforeAck
    self.windowEntries = windowEntries
    self.batchEntries = batchEntries
  }

  /// An election timeout, uniform between the shortest and the longest.
  package func drawTimeout(using random: inout EntityRandom) -> SimDuration {
    let spread = electionTimeoutMax - electionTimeoutMin
    guard tick > .zero else {
      return electionTimeoutMin + random.duration(below: spread)
    }
    let ticks = Int(spread.nanoseconds / tick.nanoseconds)
    return electionTimeoutMin + tick * Int64(random.below(ticks + 1))
  }

  /// When on average the first of some followers misses its leader, after the last heartbeat: the
  /// mean of the least of as many uniform draws.
  package func meanOfFirst(of followers: Int) -> SimDuration {
    let spread = electionTimeoutMax - electionTimeoutMin
    return electionTimeoutMin + spread / Int64(followers + 1)
  }

  /// When a leader that hears from no majority steps down: it counts at each end of a time, those
  /// it heard from within that time.
  package func stepDown(after check: SimDuration) -> ClosedRange<SimDuration> {
    check...(check * 2)
  }

  /// A candidate's timeout: the same draw, laid into the range of its rounds.
  func roundTimeout(for drawn: SimDuration) -> SimDuration {
    guard let roundTimeout, electionTimeoutMax > electionTimeoutMin else { return drawn }
    let share =
      (drawn - electionTimeoutMin).seconds / (electionTimeoutMax - electionTimeoutMin).seconds
    let spread = roundTimeout.upperBound - roundTimeout.lowerBound
    return roundTimeout.lowerBound + spread.scaled(by: share)
  }
}
