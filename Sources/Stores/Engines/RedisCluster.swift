import SimulationKernel

/// Redis Cluster: hash slots over masters, asynchronous replicas, failure agreed on by gossip.
///
/// Defaults of redis `config.c`: cluster-node-timeout 15 s, require-full-coverage yes, replica
/// validity factor 10 (with repl-ping-replica-period 10 s), appendfsync everysec. A write is
/// acknowledged from memory; a master without a majority in sight stops after the node timeout.
enum RedisCluster {
  static func configuration(_ options: EngineOptions) -> EngineConfiguration {
    let masters = max(1, min(options.shards, options.members))
    let nodeTimeout = options.duration("nodeTimeout", .seconds(15))
    let rule = EngineConfiguration.FailoverRule.gossip(
      nodeTimeout: nodeTimeout, requiresFullCoverage: options.flag("requireFullCoverage", true))
    var configuration = EngineConfiguration(
      agreement: .shipping(.primary, rule),
      shards: (0..<masters).map {
        ShardPlacement.redisMembers(ofShard: $0, masters: masters, among: options.members)
      })
    configuration.slots = SlotMap(masters: masters)
    configuration.flushesWrites = false
    configuration.lazyFlush = .seconds(1)
    configuration.fencing = nodeTimeout
    let factor = options.number("replicaValidityFactor", 10)
    if factor > 0 {
      configuration.replicaValidity = nodeTimeout.scaled(by: factor + 1) + .seconds(10)
    }
    FlushPolicy(appendfsync: options.word("appendfsync"))?.apply(to: &configuration)
    configuration.roleLabel = .init(
      key: "vhsim.dev/role", primary: "primary", replica: "replica")
    return configuration
  }
}
