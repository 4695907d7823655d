package import SimulationKernel

/// Kafka in KRaft mode: partitions with an in-sync set, and a Raft group of controllers.
///
/// Brokers renew their session each 2 s for 9 s (KRaftConfigs). A produce with acks=all waits for
/// all in-sync copies and is refused below min.insync.replicas, which the number of copies caps;
/// copies that lag for 30 s leave the set (ReplicationConfigs). Nothing is flushed before the
/// answer; Linux writes pages back within about 30 s. Controllers elect after 1 to 2 s
/// (QuorumState), resign after 3 s without a majority (LeaderState). A broker that shuts down in
/// order hands its partitions over first; one that was killed is refused until its former session
/// is over (`BrokerRegistration`). Producers retry until delivery.timeout.ms, learn of a new leader
/// 0.1 to 1 s after it leads, and their sequence numbers make repetitions harmless. Consumers
/// commit each 5 s and are given up 45 s after their last heartbeat (ConsumerConfig); partitions
/// pass at the next heartbeats, 3 s apart. A record that fails ten times is skipped (Spring Kafka's
/// DefaultErrorHandler). A broker with a new disk fetches all its partitions from their leaders.
/// With a rack known for each broker (broker.rack, Strimzi's `rack`) the copies of a partition are
/// on different racks as far as there are racks.
package enum Kafka {
  static func configuration(_ options: EngineOptions) -> EngineConfiguration {
    let rule = EngineConfiguration.SessionRule(
      ofMembers: Renewal(
        interval: options.duration("heartbeatInterval", .seconds(2)),
        timeout: options.duration("sessionTimeout", .seconds(9))),
      noticesClosedConnections: false, decision: .milliseconds(30)...(.milliseconds(130)),
      electorate: .coordination)
    let inSync = inSyncRule(options)
    var configuration = EngineConfiguration(
      agreement: .shipping(.inSync(inSync), .session(rule)), shards: options.racked)
    configuration.rackLabel = options.word("rackTopologyKey")
    configuration.coordination = controllers(options)
    FlushPolicy(
      flushMessages: options.number("flushMessages"),
      flushInterval: options.duration("flushInterval")
    ).apply(to: &configuration)
    configuration.copiesFlush = configuration.flushesWrites
    configuration.lagLimit = options.duration("replicaLagTimeMax", .seconds(30))
    configuration.handsOverOnShutdown = options.flag("controlledShutdown", true)
    configuration.refusesSecondRegistration = true
    configuration.leaderRebalance = options.flag("leaderRebalance", true) ? .minutes(5) : nil
    configuration.isMapKnown = true
    configuration.reconnection = Reconnection()
    configuration.clientRefresh = .milliseconds(100)...(.seconds(1))
    configuration.whenFull = .stops
    configuration.recovery = ShardRecovery.Rule(
      delay: .zero, bytesPerSecond: options.number("recoveryRate", .infinity), concurrent: .max,
      movesCopies: false)
    let age = options.duration("retention", .minutes(168 * 60))
    configuration.retention = Retention(
      age: age, bytes: options.number("retentionBytes").map { Int64($0) },
      checkInterval: .minutes(5))
    let producer = producer(options)
    configuration.patience = producer.retryWindow
    // Idempotence needs acks=all and is on by default (ProducerConfig).
    configuration.deduplicates =
      inSync.acknowledgement == .all && options.flag("idempotence", true)
    configuration.delivery = delivery(options)
    return configuration
  }

  /// The controllers' Raft group.
  private static func controllers(_ options: EngineOptions) -> RaftParameters {
    var parameters = RaftParameters(
      heartbeat: options.duration("heartbeat", .milliseconds(500)),
      electionTimeout: noticeTime(options),
      roundTimeout: roundTimeout(options),
      preVote: false, quorumCheck: fetchTimeout(options).scaled(by: 1.5))
    // The only voter is a candidate from its start (KafkaRaftClient.initialize).
    parameters.loneAdvance = .infinity
    // A voter takes up the epoch of any vote request, though it hears its leader, and grants a vote
    // by the log alone (KIP-595, KafkaRaftClient.handleVoteRequest). That voters who hear their
    // leader refuse others came with the pre-votes of KIP-996, in 4.0.
    parameters.keepsLease = false
    // A snapshot after 20 MiB of records or an hour; the log begins at the oldest snapshot that is
    // kept, and those go with which log and snapshots are more than 100 MiB (KRaftConfigs:
    // metadata.log.max.record.bytes.between.snapshots, metadata.log.max.snapshot.interval.ms,
    // metadata.max.retention.bytes; KafkaRaftLog.maybeClean). Runs are shorter than the week after
    // which they go in any case.
    var compaction = RaftParameters.Compaction(
      everyBytes: Int64(options.number("metadataSnapshotBytes", 20 * 1_048_576)),
      keepingBytes: Int64(options.number("metadataRetentionBytes", 100 * 1_048_576)))
    compaction.interval = (
      options.duration("metadataSnapshotInterval", .minutes(60)), .zero
    )
    parameters.compaction = compaction
    return parameters
  }

  private static func inSyncRule(_ options: EngineOptions) -> InSyncRule {
    let acks = options.word("acks").flatMap { ProducerAcknowledgement(rawValue: $0) }
    var rule = InSyncRule(
      minimum: Int(options.number("minInsyncReplicas", 1)),
      acknowledgement: acks ?? .all,
      allowsUncleanLeader: options.flag("uncleanLeaderElection", false),
      keepsEligibleLeaders: options.flag("eligibleLeaderReplicas", false))
    // With KIP-966 a broker that did not shut down in order leaves the set as it registers.
    rule.leadsEmpty = !rule.keepsEligibleLeaders
    return rule
  }

  private static func producer(_ options: EngineOptions) -> KafkaProducer {
    var producer = KafkaProducer()
    producer.linger = options.duration("linger", producer.linger)
    producer.requestTimeout = options.duration("requestTimeout", producer.requestTimeout)
    producer.deliveryTimeout = options.duration("deliveryTimeout", producer.deliveryTimeout)
    return producer
  }

  /// controller.quorum.fetch.timeout.ms: a voter without a fetched answer for so long stands for
  /// election at once; only the further rounds draw their time.
  private static func fetchTimeout(_ options: EngineOptions) -> SimDuration {
    options.duration("fetchTimeout", .seconds(2))
  }

  /// When a voter notices a silence after the leader's last sign of life to all: each voter's
  /// fetches are long polls in a rhythm of its own, so its last answer may be half a poll older or
  /// newer.
  private static func noticeTime(_ options: EngineOptions) -> ClosedRange<SimDuration> {
    let half = options.duration("heartbeat", .milliseconds(500)) / 2
    return max(.zero, fetchTimeout(options) - half)...(fetchTimeout(options) + half)
  }

  /// Patience is max.poll.interval.ms.
  private static func delivery(_ options: EngineOptions) -> DeliveryRules {
    var delivery = DeliveryRules(
      patience: .minutes(5), silence: options.duration("groupSessionTimeout", .seconds(45)))
    delivery.order = .partitioned
    delivery.deliveryLimit = 10
    delivery.noticesClosedConnections = false
    delivery.isTiedToNode = false
    delivery.commitInterval = options.duration("autoCommitInterval", .seconds(5))
    delivery.rebalance = .seconds(3)
    return delivery
  }

  /// `electionTimeout` is the setting, from which timeouts are drawn, or a range of its own.
  private static func roundTimeout(_ options: EngineOptions) -> ClosedRange<SimDuration> {
    let set = options.range("electionTimeout", .seconds(1)...(.seconds(1)))
    return set.lowerBound == set.upperBound ? electionTimeout(base: set.lowerBound) : set
  }

  /// controller.quorum.election.timeout.ms and up to as much again, in whole milliseconds.
  package static func electionTimeout(base: SimDuration) -> ClosedRange<SimDuration> {
    base...(base * 2 - .milliseconds(1))
  }
}
