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
  /// Whether a candidate first asks whether it could win, without raising the term.
  package var preVote: Bool
  /// How often a leader counts the members it heard from since the last count; it steps down
  /// without a majority. nil: never.
  package var quorumCheck: SimDuration?
  /// Whether entries are on disk before they are acknowledged.
  package var flushesBeforeAck: Bool
  /// Most entries sent to a follower and not yet confirmed by it.
  package var windowEntries: UInt64
  /// Most entries in one message.
  package var batchEntries: UInt64

  /// Makes the parameters of an implementation.
  package init(
    heartbeat: SimDuration, electionTimeout: ClosedRange<SimDuration>, preVote: Bool,
    quorumCheck: SimDuration?, electsOnSilence: Bool = true, flushesBeforeAck: Bool = true,
    windowEntries: UInt64 = 4096, batchEntries: UInt64 = 512
  ) {
    self.heartbeat = heartbeat
    self.electsOnSilence = electsOnSilence
    electionTimeoutMin = electionTimeout.lowerBound
    electionTimeoutMax = electionTimeout.upperBound
    self.preVote = preVote
    self.quorumCheck = quorumCheck
    self.flushesBeforeAck = flushesBeforeAck
    self.windowEntries = windowEntries
    self.batchEntries = batchEntries
  }
}
