/// What becomes of a record that arrives at a partition (Kafka `Partition.appendRecordsToLeader`
/// and `checkEnoughReplicasReachOffset`).
package enum ProduceResult: String, Equatable, Sendable {
  /// It is in the leader's log, and its producer may be told so once its copies are.
  case accepted = "ack"
  /// It is refused before it is appended: too few copies are in sync.
  case tooFewInSync = "NOT_ENOUGH_REPLICAS"
  /// It is in the log, but the in-sync set has shrunk since: a repetition doubles it unless the
  /// producer is idempotent.
  case tooFewAfterAppend = "NOT_ENOUGH_REPLICAS_AFTER_APPEND"
  /// Nobody leads the partition.
  case noLeader = "LEADER_NOT_AVAILABLE"

  /// Whether the record is in the leader's log.
  package var isAppended: Bool { self == .accepted || self == .tooFewAfterAppend }
}
