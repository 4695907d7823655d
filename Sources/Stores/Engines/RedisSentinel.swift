import SimulationKernel

/// Redis under Sentinel, as Spotahome's operator runs it: one master, asynchronous replicas, and
/// Sentinels of which a majority replaces a master.
///
/// A Sentinel pings each second and believes a master down that answered nothing for
/// down-after-milliseconds, 5 s as the operator sets it; the others are asked each second, one of
/// them is voted to lead the failover after up to a second, and the replica with most data is told to
/// be master (redis `sentinel.c`). Sentinels have no standing leader; a Raft group stands for their
/// majority. A pod starts as a replica of itself, so that a master that starts again leads no longer
/// and can not empty its replicas (the operator's redis.conf). Clients ask the Sentinels who leads.
enum RedisSentinel {
  static func configuration(_ options: EngineOptions) -> EngineConfiguration {
    let rule = EngineConfiguration.SessionRule(
      interval: .seconds(1), timeout: options.duration("downAfter", .seconds(5)),
      noticesClosedConnections: false, decision: .milliseconds(200)...(.seconds(2)),
      electorate: .coordination)
    var configuration = EngineConfiguration(
      agreement: .shipping(.primary, .session(rule)), shards: [Array(0..<options.members)])
    configuration.coordination = RaftParameters(
      heartbeat: .seconds(1), electionTimeout: .seconds(2)...(.seconds(4)), preVote: true,
      quorumCheck: .seconds(2))
    configuration.startsAsReplica = true
    configuration.flushesWrites = false
    configuration.forwards = false
    configuration.readers = .anyCopy
    configuration.recovery = ShardRecovery.Rule(
      delay: .zero, bytesPerSecond: .infinity, concurrent: .max, movesCopies: false)
    RedisCluster.persist(options, &configuration)
    configuration.roleLabel = .init(key: "redisfailovers-role", primary: "master", replica: "slave")
    return configuration
  }
}
