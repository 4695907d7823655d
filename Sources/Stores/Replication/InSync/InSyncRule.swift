/// The terms on which a shard with an in-sync set takes writes: Kafka's partitions; Elasticsearch's
/// shards with a least size of one and copies that all answer.
package struct InSyncRule: Equatable, Sendable {
  /// The least size of the in-sync set (`min.insync.replicas`).
  package var minimum: Int
  /// What a producer waits for (`acks`).
  package var acknowledgement: ProducerAcknowledgement
  /// Whether a copy outside the set may lead when the set is gone
  /// (`unclean.leader.election.enable`).
  package var allowsUncleanLeader: Bool
  /// Whether copies that leave a set at its least size stay eligible as leaders (KIP-966).
  package var keepsEligibleLeaders: Bool
  /// Whether the last member of the set leads again with an empty disk: Kafka's controllers know a
  /// broker by its number only.
  package var leadsEmpty = false

  /// Makes a rule; everything but the least size is Kafka's default.
  package init(
    minimum: Int, acknowledgement: ProducerAcknowledgement = .all,
    allowsUncleanLeader: Bool = false, keepsEligibleLeaders: Bool = false
  ) {
    self.minimum = minimum
    self.acknowledgement = acknowledgement
    self.allowsUncleanLeader = allowsUncleanLeader
    self.keepsEligibleLeaders = keepsEligibleLeaders
  }

  /// The least size that counts: the number of copies caps it (`Partition.effectiveMinIsr`).
  package func effectiveMinimum(copies: Int) -> Int { min(minimum, copies) }

  /// What becomes of a record that arrives while the set has a size; 0 means that nobody leads.
  package func produce(inSync: Int, copies: Int) -> ProduceResult {
    guard inSync > 0 else { return .noLeader }
    guard acknowledgement == .all else { return .accepted }
    return inSync < effectiveMinimum(copies: copies) ? .tooFewInSync : .accepted
  }

  /// What a waiting producer is told when all copies of a set of a size have its record.
  package func confirmation(inSync: Int, copies: Int) -> ProduceResult {
    inSync < effectiveMinimum(copies: copies) ? .tooFewAfterAppend : .accepted
  }
}
