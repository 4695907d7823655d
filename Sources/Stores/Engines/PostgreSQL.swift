import SimulationKernel

/// PostgreSQL: one primary, streaming replicas; writes elsewhere are refused (SQLSTATE 25006).
///
/// Under CloudNativePG the operator watches the primary pod and moves `cnpg.io/instanceRole`
/// (failover.md: a released lease is taken within 2 s, an abandoned one after 15 s unchanged, of
/// which its candidates have watched a part when the operator decides).
/// Elsewhere Patroni: a leader key renewed each loop_wait that expires after ttl, 2 s for asking
/// the other members, a second or two to promote. Replication is asynchronous unless
/// `synchronous` is set: then one replica flushes before a commit returns, and with too few of
/// them writes wait (CloudNativePG dataDurability required).
enum PostgreSQL {
  static func configuration(_ options: EngineOptions) -> EngineConfiguration {
    let isSynchronous = options.flag("synchronous", false)
    let acknowledgement: LogShipping.Acknowledgement =
      isSynchronous ? .synchronous(copies: 1, isStrict: options.isOperated) : .primary
    let loopWait = options.duration("loopWait", .seconds(10))
    let rule: EngineConfiguration.FailoverRule =
      options.isOperated
      ? .podReadiness(operatorRule(options))
      : .session(
        EngineConfiguration.SessionRule(
          interval: loopWait, timeout: options.duration("ttl", .seconds(30)),
          noticesClosedConnections: false, decision: .seconds(3)...(.seconds(4)),
          electorate: .outside))
    var configuration = EngineConfiguration(
      agreement: .shipping(acknowledgement, rule), shards: [Array(0..<options.members)])
    configuration.forwards = false
    configuration.readers = .anyCopy
    configuration.shipsAfterFlush = true
    configuration.copiesFlush = isSynchronous
    // Patroni demotes a primary that can not renew its key for retry_timeout; CloudNativePG's
    // isolation check fails the liveness probe three times, 10 s apart.
    configuration.fencing =
      options.isOperated
      ? .seconds(30) : loopWait + options.duration("retryTimeout", .seconds(10))
    if !options.isOperated {
      configuration.maximumLag = Int64(options.number("maximumLagOnFailover", 1_048_576))
    }
    configuration.whenFull = .stops
    writeLog(options, of: &configuration)
    configuration.roleLabel =
      options.isOperated
      ? .init(key: "cnpg.io/instanceRole", primary: "primary", replica: "replica")
      : .init(key: "role", primary: "master", replica: "replica")
    return configuration
  }

  private static func operatorRule(
    _ options: EngineOptions
  ) -> EngineConfiguration.PodReadinessRule {
    let delay = options.duration("failoverDelay", .zero)
    return EngineConfiguration.PodReadinessRule(
      decision: delay + .seconds(1)...(delay + .seconds(3)), leaseTakeover: .seconds(10))
  }

  /// How the log becomes durable, what is kept of it, and how a copy that no longer finds it there
  /// is made anew.
  private static func writeLog(
    _ options: EngineOptions, of configuration: inout EngineConfiguration
  ) {
    configuration.logRecycling = logRule(options)
    configuration.recovery = ShardRecovery.Rule(
      delay: .zero, bytesPerSecond: options.number("baseBackupRate", 300 * 1_048_576),
      concurrent: 1, movesCopies: false)
    CommitDurability(word: options.word("synchronousCommit"))
      .apply(
        to: &configuration,
        writerDelay: options.duration("walWriterDelay", .milliseconds(200)))
  }

  /// What is kept of the log: CloudNativePG's `wal_keep_size` is 512 MB and its slots stay while
  /// their instances are part of the cluster; Patroni's are 128 MB and half an hour
  /// (`member_slots_ttl`).
  private static func logRule(_ options: EngineOptions) -> RecycledLog.Rule {
    var rule = RecycledLog.Rule()
    rule.checkpointTimeout = options.duration("checkpointTimeout", rule.checkpointTimeout)
    rule.greatestSize = Int64(options.number("maxWalSize", Double(rule.greatestSize)))
    rule.keptSize = Int64(
      options.number("walKeepSize", options.isOperated ? 512 * 1_048_576 : 128 * 1_048_576))
    rule.hasSlots = options.flag("replicationSlots", true)
    rule.slotLimit = options.number("maxSlotWalKeepSize").map { Int64($0) }
    rule.slotLifetime = options.isOperated ? nil : options.duration("memberSlotsTTL", .minutes(30))
    return rule
  }
}
