package import SimulationKernel

/// Kafka in KRaft mode: partitions with an in-sync set, and a Raft group of controllers.
///
/// Brokers renew their session each 2 s for 9 s (KRaftConfigs). A produce with acks=all waits for
/// all in-sync copies and is refused below min.insync.replicas, which the number of copies caps.
/// Nothing is flushed before the answer; Linux writes pages back within about 30 s. Controllers
/// elect after 1 to 2 s (QuorumState), resign after 3 s without a majority (LeaderState); the
/// producer's sequence numbers make repetitions harmless. Consumers commit each 5 s and are given
/// up 45 s after their last heartbeat (ConsumerConfig); partitions pass at the next heartbeats, 3 s
/// apart. A record that fails ten times is skipped (Spring Kafka's DefaultErrorHandler).
package enum Kafka {
  static func configuration(_ options: EngineOptions) -> EngineConfiguration {
    let rule = EngineConfiguration.SessionRule(
      interval: .seconds(2), timeout: options.duration("sessionTimeout", .seconds(9)),
      noticesClosedConnections: false, decision: .milliseconds(30)...(.milliseconds(130)),
      electorate: .coordination)
    let minimum = max(1, Int(options.number("minInsyncReplicas", 1)))
    var configuration = EngineConfiguration(
      agreement: .shipping(.inSync(minimum: minimum), .session(rule)), shards: options.rings)
    configuration.coordination = RaftParameters(
      heartbeat: options.duration("heartbeat", .milliseconds(500)),
      electionTimeout: fetchTimeout(options)...(fetchTimeout(options) + pollJitter),
      roundTimeout: options.range("electionTimeout", electionTimeout(base: .seconds(1))),
      preVote: false, quorumCheck: fetchTimeout(options).scaled(by: 1.5))
    configuration.flushesWrites = false
    configuration.lazyFlush = .seconds(30)
    configuration.deduplicates = true
    configuration.delivery = delivery(options)
    return configuration
  }

  /// controller.quorum.fetch.timeout.ms: a voter without a fetched answer for so long stands for
  /// election at once; only the further rounds draw their time.
  private static func fetchTimeout(_ options: EngineOptions) -> SimDuration {
    options.duration("fetchTimeout", .seconds(2))
  }

  /// By how much voters notice the same silence at different times: their fetches are long polls
  /// of their own (an estimate).
  private static var pollJitter: SimDuration { .milliseconds(40) }

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

  /// controller.quorum.election.timeout.ms and up to as much again, in whole milliseconds.
  package static func electionTimeout(base: SimDuration) -> ClosedRange<SimDuration> {
    base...(base * 2 - .milliseconds(1))
  }
}
