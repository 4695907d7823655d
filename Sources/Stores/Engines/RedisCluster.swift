import Manifests
import SimulationKernel

/// Redis Cluster: hash slots over masters, asynchronous replicas, failure agreed on by gossip.
///
/// Defaults of redis `config.c`: cluster-node-timeout 15 s, require-full-coverage yes, replica
/// validity factor 10 with repl-ping-replica-period 10 s, no least number of replicas. A write is
/// acknowledged from memory; a master without a majority in sight stops when it suspects the
/// others. The append-only file is taken to be on with appendfsync everysec; without it a process
/// that ends keeps what its last snapshot holds (`SavePoints`), or nothing.
enum RedisCluster {
  static func configuration(_ options: EngineOptions) -> EngineConfiguration {
    let masters = max(1, min(options.shards, options.members))
    var configuration = EngineConfiguration(
      agreement: .shipping(.primary, .gossip(rule(options))),
      shards: (0..<masters).map {
        ShardPlacement.redisMembers(ofShard: $0, masters: masters, among: options.members)
      })
    configuration.slots = SlotMap(masters: masters)
    configuration.isMapKnown = true
    configuration.flushesWrites = false
    persist(options, &configuration)
    replicate(options, &configuration)
    configuration.roleLabel = .init(
      key: "vhsim.dev/role", primary: "primary", replica: "replica")
    configuration.memberReplacement = options.duration("memberReplacement")
    return configuration
  }

  /// What of the data outlives a process and a machine: all with an append-only file, which is what
  /// a server loads if it has one, and otherwise the last snapshot.
  static func persist(
    _ options: EngineOptions, isUsuallyLogged: Bool = true,
    savePoints usual: SavePoints = .standard,
    _ configuration: inout EngineConfiguration
  ) {
    guard options.flag("appendOnly", isUsuallyLogged) else {
      let written = options.word("save").flatMap { SavePoints($0) } ?? usual
      let points = options.flag("snapshots", true) ? written : .none
      configuration.memory = points.points.isEmpty ? .lost : .sinceSnapshot(points)
      return
    }
    configuration.lazyFlush = .seconds(1)
    FlushPolicy(appendfsync: options.word("appendfsync"))?.apply(to: &configuration)
  }

  /// What a master wants of its replicas, and how one that was away comes back.
  ///
  /// From the master's backlog (repl-backlog-size, 1 MiB), or with all data, which the master sends
  /// from its memory (repl-diskless-sync).
  static func replicate(
    _ options: EngineOptions, _ configuration: inout EngineConfiguration
  ) {
    let lag = options.duration("minReplicasMaxLag", .seconds(10))
    // Either at zero switches the rule off (`replication.c`, refreshGoodSlavesCount).
    configuration.leastReplicas = lag > .zero ? Int(options.number("minReplicasToWrite", 0)) : 0
    configuration.greatestReplicaLag = lag
    configuration.retainedLog = Int64(options.number("replBacklogSize", 1_048_576))
    var rule = ShardRecovery.Rule(
      delay: .zero, bytesPerSecond: .infinity, concurrent: .max, movesCopies: false)
    rule.readsDisk = false
    configuration.recovery = rule
  }

  private static func rule(_ options: EngineOptions) -> EngineConfiguration.GossipRule {
    var rule = EngineConfiguration.GossipRule(
      nodeTimeout: options.duration("nodeTimeout", .seconds(15)))
    rule.reportsRefusalAtOnce = options.flag("refusalsAtOnce", false)
    rule.requiresFullCoverage = options.flag("requireFullCoverage", true)
    rule.validityFactor = options.number("replicaValidityFactor", 10)
    rule.pingPeriod = options.duration("replPingReplicaPeriod", .seconds(10))
    return rule
  }
}
