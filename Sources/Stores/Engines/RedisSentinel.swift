import SimulationKernel

/// Redis under Sentinel, as Spotahome's operator runs it: one master, asynchronous replicas, and
/// Sentinels of which a majority replaces a master (`SentinelMember`).
///
/// down-after-milliseconds is 5 s and failover-timeout 10 s, as the operator sets them, and the quorum
/// a majority (`defaults.go`, getQuorum). A pod starts as a replica of itself (the operator's
/// redis.conf), so that a master that starts again can not empty its replicas: it answers pings, so
/// that the Sentinels replace it only when it has called itself a replica for down-after and two
/// INFOs. Clients ask the Sentinels who leads.
enum RedisSentinel {
  static func configuration(_ options: EngineOptions) -> EngineConfiguration {
    var configuration = EngineConfiguration(
      agreement: .shipping(.primary, .sentinel(rules(options))),
      shards: [Array(0..<options.members)])
    configuration.startsAsReplica = true
    configuration.flushesWrites = false
    configuration.forwards = false
    configuration.readers = .anyCopy
    RedisCluster.persist(options, &configuration)
    RedisCluster.replicate(options, &configuration)
    configuration.roleLabel = .init(key: "redisfailovers-role", primary: "master", replica: "slave")
    return configuration
  }

  private static func rules(_ options: EngineOptions) -> SentinelRules {
    let sentinels = options.coordinators > 0 ? options.coordinators : min(options.members, 3)
    let majority = Quorum.majority(of: sentinels)
    var rules = SentinelRules(
      quorum: Int(options.number("sentinelQuorum", Double(majority))))
    rules.downAfter = options.duration("downAfter", .seconds(5))
    rules.failoverTimeout = options.duration("failoverTimeout", .seconds(10))
    rules.parallelSyncs = Int(options.number("parallelSyncs", 1))
    rules.replicaPriority = Int(options.number("replicaPriority", 100))
    return rules
  }
}
