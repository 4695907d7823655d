import Manifests
import SimulationKernel

/// Redis under Sentinel: one master, asynchronous replicas, and Sentinels that replace a master.
///
/// A majority of them does (`SentinelMember`), and clients ask them who leads.
///
/// Where nobody looks after the pods (a chart's StatefulSet), the Sentinels alone choose:
/// down-after-milliseconds is 30 s and failover-timeout 3 min unless sentinel.conf says otherwise
/// (`sentinel.c`), and without their majority a lost master has no successor. A master that starts
/// again before it is replaced leads on, as Sentinels still name it (Bitnami's start-node.sh).
///
/// Spotahome's operator sets 5 s and 10 s, and makes a pod the master where the Sentinels can not
/// (`defaults.go`; the quorum is a majority, getQuorum). A pod starts as a replica of itself (the
/// operator's redis.conf), so that a master that starts again can not empty its replicas: it
/// answers pings, so that the Sentinels replace it only when it has called itself a replica for
/// down-after and two INFOs. Its Services find the master by a label.
enum RedisSentinel {
  static func configuration(_ options: EngineOptions) -> EngineConfiguration {
    let isOperated = options.manager == .redisFailover
    var configuration = EngineConfiguration(
      agreement: .shipping(.primary, .sentinel(rules(options, isOperated: isOperated))),
      shards: [Array(0..<options.members)])
    configuration.startsAsReplica = isOperated
    configuration.picksMaster = isOperated
    configuration.yieldsToSentinels = options.flag("failoverOnStop", isOperated)
    configuration.flushesWrites = false
    configuration.forwards = !isOperated
    configuration.readers = .anyCopy
    RedisCluster.persist(
      options, isUsuallyLogged: isOperated, savePoints: isOperated ? .operated : .standard,
      &configuration)
    RedisCluster.replicate(options, &configuration)
    configuration.roleLabel =
      isOperated
      ? .init(key: "redisfailovers-role", primary: "master", replica: "slave")
      : .init(key: "vhsim.dev/role", primary: "primary", replica: "replica")
    return configuration
  }

  private static func rules(_ options: EngineOptions, isOperated: Bool) -> SentinelRules {
    let sentinels = options.coordinators > 0 ? options.coordinators : options.members
    let majority = Quorum.majority(of: sentinels)
    var rules = SentinelRules(
      quorum: Int(options.number("sentinelQuorum", Double(majority))))
    rules.downAfter = options.duration("downAfter", isOperated ? .seconds(5) : rules.downAfter)
    rules.failoverTimeout = options.duration(
      "failoverTimeout", isOperated ? .seconds(10) : rules.failoverTimeout)
    rules.parallelSyncs = Int(options.number("parallelSyncs", 1))
    rules.replicaPriority = Int(options.number("replicaPriority", 100))
    return rules
  }
}
