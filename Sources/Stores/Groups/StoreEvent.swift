/// The events that the room `Stores` schedules for itself.
///
/// Their numbers go into the digest of a run.
package enum StoreEvent: UInt8, BitwiseCopyable, Sendable {
  /// A CPU job may be done (argument: the request).
  case workDone = 1
  /// A read from disk is done (argument: the request).
  case readDone
  /// The delay of an insert is over (argument: the request).
  case delayed
  /// A shard of an object was read for another member (argument: the packet that carries it).
  case shardRead
  /// A disk's flush is done (`IndexedArgument`: the member, and how often it had started).
  case flushed
  /// A packet arrives (argument: the packet).
  case packet
  /// A Raft member's election timer rings (argument: its index among all Raft members).
  case electionTimer
  /// A Raft leader's heartbeat timer rings (argument: its index among all Raft members).
  case heartbeatTimer
  /// A group checks its primary between the regular checks, where a decision is due (argument: the
  /// group).
  case decide
  /// A store's regular check of its members (argument: the store).
  case watch
  /// A Sentinel's timer rings (argument: its index among all Sentinels).
  case sentinelTimer
  /// The core time that a restore or a drill asked for may be over (`IndexedArgument`: the member,
  /// and which attempt asked).
  case restoreWorked
  /// A check of the backups of what the cluster's API holds.
  case watchState
  /// A pod's software ends, as it was told to by SIGTERM (argument: the pod).
  case softwareEnds
  /// A publisher tries again (argument: the request).
  case publishedAgain
  /// A database ends whose agent runs on (argument: the member).
  case databaseEnds
  /// The start of a member's software is done, or is tried again (argument: the member).
  case startGoesOn
  /// The cron of a Redis Cluster replica that wants to replace its master runs (`IndexedArgument`:
  /// the group, and the slot).
  case candidateCron
  /// A client that seeks the map of its store connects anew, or arrives (argument: the call).
  case bootstrapDue
}
