package import SimulationKernel

/// What a member of a Raft group wants done after a step.
package enum RaftEffect: BitwiseCopyable, Sendable {
  /// Send a message.
  case send(RaftMessage)
  /// Bring the state to a member that lacks entries which the log no longer has, then give it the
  /// message; say by `snapshotFailed` that it did not get there.
  case sendSnapshot(RaftMessage)
  /// Bring the log through an index, of which so many entries are new, and the vote to disk, then
  /// send a message.
  case sendWhenFlushed(RaftMessage, through: UInt64, term: UInt32, new: UInt64)
  /// Bring the own log through an index, of which so many entries are new, to disk, then report it
  /// by `flushed`.
  case flush(through: UInt64, term: UInt32, new: UInt64)
  /// Call `electionTimer` at a time; an earlier request is void.
  case electionTimer(SimTime)
  /// Call `heartbeatTimer` at a time; an earlier request is void.
  case heartbeatTimer(SimTime)
  /// The member leads from now on, in a term of its own.
  case elected(term: UInt32)
  /// The member led and does not any longer.
  case deposed
  /// All entries through an index are committed; said by leaders only.
  case committed(through: UInt64)
}
