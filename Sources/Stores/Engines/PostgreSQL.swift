package import SimulationKernel

/// PostgreSQL: one primary, streaming replicas; writes elsewhere are refused (SQLSTATE 25006).
///
/// Run by an operator it is CloudNativePG: the operator watches the primary pod, and a replica
/// takes the primary's lease and moves `cnpg.io/instanceRole` (failover.md). Servers whose
/// manifests show no software that looks after them are `PlainServers`, and those under repmgr
/// `Repmgr`. Elsewhere it is Patroni with a leader key, in the etcd that `keeper` names or else in
/// the Kubernetes API; half a second goes by from the key to a primary that takes writes (trials of
/// Patroni 4). An agent that starts again with the key lets the database recover, starts it as a
/// standby and promotes it (`ha.py`, recover): 2 to 6.3 s in trials. That a start fails takes it 1
/// to 2 s (assumed). Replication is asynchronous unless `synchronous` is set.
package enum PostgreSQL {
  static func configuration(_ options: EngineOptions) -> EngineConfiguration {
    var configuration = EngineConfiguration(
      agreement: .shipping(acknowledgement(options), rule(options)),
      shards: [Array(0..<options.members)])
    configuration.forwards = false
    configuration.readers = .anyCopy
    configuration.shipsAfterFlush = true
    configuration.copiesFlush = options.flag("synchronous", false)
    if options.coordinators > 0 {
      configuration.coordination = Etcd.parameters(EngineOptions(members: options.coordinators))
    }
    configuration.whenFull = .stops
    configuration.isReadyWithData = true
    if options.isOperated { applyInstanceManager(options, &configuration) }
    writeLog(options, of: &configuration)
    configuration.roleLabel =
      options.isOperated
      ? .init(key: "cnpg.io/instanceRole", primary: "primary", replica: "replica")
      : .init(
        key: options.manager == .zalando ? "spilo-role" : "role", primary: "master",
        replica: "replica")
    if Repmgr.runs(options) { Repmgr.apply(options, &configuration) }
    if let arrangement = PlainServers.arrangement(options) {
      PlainServers.postgres(arrangement, options, &configuration)
    }
    if case .shipping(_, .leaderKey) = configuration.agreement {
      configuration.whenFull = .stopsUnderAgent
    }
    return configuration
  }

  /// CloudNativePG's instance manager: it reads its Cluster before it starts the database, in five
  /// tries (`client.go`, readinessCheckRetry), and its liveness probe ends an isolated primary.
  private static func applyInstanceManager(
    _ options: EngineOptions, _ configuration: inout EngineConfiguration
  ) {
    configuration.startPauses = [.seconds(1), .seconds(3), .seconds(9), .seconds(27)]
    if checksIsolation(options) { configuration.fencing = isolationLimit(options) }
  }

  /// Whether the operator is of a version or newer; one whose version is unknown is new.
  private static func isOperator(
    _ options: EngineOptions, since major: Int, _ minor: Int
  ) -> Bool {
    let version = options.operatorVersion.flatMap { SoftwareVersion($0) }
    return version.map { $0 >= SoftwareVersion(major: major, minor: minor) } ?? true
  }

  /// How long an isolated primary of CloudNativePG lives: as many failed probes as fill
  /// livenessProbeTimeout at the operator's own period, or as its `probes.liveness` writes
  /// (`specs/pods.go`, `Probe.ApplyInto`).
  private static func isolationLimit(_ options: EngineOptions) -> SimDuration {
    let fill = failures(within: options.duration("livenessProbeTimeout", .seconds(30)))
    let count = options.number("livenessFailures", Double(fill))
    return options.duration("livenessPeriod", probePeriod).scaled(by: count)
  }

  /// Whether the liveness probe of a primary fails that reaches neither the API nor another
  /// instance: from CloudNativePG 1.27 on, unless its `isolationCheck` is disabled; without, such a
  /// primary runs on, and its pod stays ready.
  private static func checksIsolation(_ options: EngineOptions) -> Bool {
    options.flag("isolationCheck", true) && isOperator(options, since: 1, 27)
  }

  /// periodSeconds of CloudNativePG's probes.
  package static var probePeriod: SimDuration { .seconds(10) }

  /// How long the loss of a machine may stay unknown to an operator: the control plane's grace,
  /// a renewal of the node's lease that is just missed (10 s), and one of its looks.
  package static func nodeLossNotice(
    grace: SimDuration, monitorPeriod: SimDuration
  ) -> ClosedRange<SimDuration> {
    grace...(grace + .seconds(10) + monitorPeriod)
  }

  /// How many failed probes in a row fill a time, at least one (instance_manager.md).
  package static func failures(within limit: SimDuration, period: SimDuration = probePeriod) -> Int
  {
    max(1, Int((limit.nanoseconds + period.nanoseconds - 1) / period.nanoseconds))
  }

  /// The timers of Patroni's dynamic configuration, as Patroni would correct them.
  static func timers(_ options: EngineOptions) -> PatroniTimers {
    PatroniTimers(
      ttl: options.duration("ttl", .seconds(30)),
      loopWait: options.duration("loopWait", .seconds(10)),
      retryTimeout: options.duration("retryTimeout", .seconds(10))
    ).adjusted
  }

  private static func acknowledgement(
    _ options: EngineOptions
  ) -> LogShipping.Acknowledgement {
    guard options.flag("synchronous", false) else { return .primary }
    let count = Int(options.number("synchronousNodeCount", 1))
    if options.isOperated {
      return .synchronous(copies: count, isStrict: options.flag("synchronousStrict", true))
    }
    return .listed(
      copies: count, isStrict: options.flag("synchronousStrict", false),
      isQuorum: options.flag("quorumCommit", false))
  }

  private static func rule(_ options: EngineOptions) -> EngineConfiguration.FailoverRule {
    guard options.isOperated else {
      return .leaderKey(
        EngineConfiguration.LeaderKeyRule(
          timers: timers(options),
          maximumLag: Int64(options.number("maximumLagOnFailover", 1_048_576)),
          isFailsafe: options.flag("failsafeMode", false),
          startTimeout: options.duration("primaryStartTimeout", .minutes(5)),
          promotion: .milliseconds(400)...(.milliseconds(600)),
          restart: .seconds(2)...(.milliseconds(6500)),
          failedStart: .seconds(1)...(.seconds(2))))
    }
    let delay = options.duration("failoverDelay", .zero)
    return .podReadiness(
      EngineConfiguration.PodReadinessRule(
        decision: delay + .milliseconds(500)...(delay + .milliseconds(1500)),
        lease: (
          options.duration("leaseDuration", .seconds(15)),
          options.duration("renewDeadline", .seconds(10)),
          options.duration("retryPeriod", .seconds(2))
        ),
        needsQuorum: options.flag("failoverQuorum", false),
        waitsForRoom: isOperator(options, since: 1, 24)))
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
