import SimulationKernel

/// A name under which the configuration of a system's pods writes one of its settings.
struct StoreSettingAlias {
  /// The setting of the store's model.
  let setting: String
  /// The name in files, arguments and variables; case, hyphens, dots and underscores do not count.
  let name: String
  /// What a number without a unit counts.
  let unit: SimDuration
  /// What stands before the name in variables of its image.
  let prefixes: [String]

  init(
    _ setting: String, _ name: String, unit: SimDuration = .seconds(1), prefixes: [String] = []
  ) {
    self.setting = setting
    self.name = name
    self.unit = unit
    self.prefixes = prefixes
  }

  /// Whether a key is this name.
  func isMeant(by key: String) -> Bool {
    let key = Self.plain(key)
    return key == Self.plain(name) || prefixes.contains { key == Self.plain($0 + name) }
  }

  private static func plain(_ text: String) -> String {
    text.lowercased().filter { $0.isLetter || $0.isNumber }
  }
}

extension StoreEngine {
  /// Where the settings stand in the software's own configuration.
  var settingAliases: [StoreSettingAlias] {
    switch self {
    case .redis: Self.redisAliases
    case .etcd:
      [
        .init("heartbeat", "heartbeat-interval", unit: Self.millisecond, prefixes: ["etcd"]),
        .init("electionTimeout", "election-timeout", unit: Self.millisecond, prefixes: ["etcd"]),
        .init("preVote", "pre-vote", prefixes: ["etcd"]),
      ]
    case .postgresql: Self.patroniAliases
    case .nats: [.init("syncInterval", "sync_interval")]
    case .neo4j:
      [
        .init(
          "leaderFailureDetection", "dbms.cluster.raft.leader_failure_detection_window",
          prefixes: ["neo4j"]),
        .init(
          "electionFailureDetection", "dbms.cluster.raft.election_failure_detection_window",
          prefixes: ["neo4j"]),
      ]
    case .kafka:
      [
        .init("minInsyncReplicas", "min.insync.replicas", prefixes: ["kafka", "kafka_cfg"]),
        .init(
          "sessionTimeout", "broker.session.timeout.ms", unit: Self.millisecond,
          prefixes: ["kafka", "kafka_cfg"]),
        .init(
          "fetchTimeout", "controller.quorum.fetch.timeout.ms", unit: Self.millisecond,
          prefixes: ["kafka", "kafka_cfg"]),
      ]
    case .elasticsearch:
      [
        .init("checkInterval", "cluster.fault_detection.follower_check.interval"),
        .init("checkTimeout", "cluster.fault_detection.follower_check.timeout"),
        .init("checkRetries", "cluster.fault_detection.follower_check.retry_count"),
      ]
    case .minio, .clickhouse, .rabbitmq: []
    }
  }

  private static var millisecond: SimDuration { .milliseconds(1) }

  /// The cluster section of redis.conf, and what it says of replicas and persistence.
  private static var redisAliases: [StoreSettingAlias] {
    [
      .init("nodeTimeout", "cluster-node-timeout", unit: millisecond),
      .init("replicaValidityFactor", "cluster-replica-validity-factor"),
      .init("requireFullCoverage", "cluster-require-full-coverage"),
      .init("replPingReplicaPeriod", "repl-ping-replica-period"),
      .init("minReplicasToWrite", "min-replicas-to-write"),
      .init("minReplicasMaxLag", "min-replicas-max-lag"), .init("appendOnly", "appendonly"),
    ]
  }

  /// Patroni's dynamic configuration, in patroni.yml or SPILO_CONFIGURATION.
  private static var patroniAliases: [StoreSettingAlias] {
    [
      .init("ttl", "ttl"), .init("loopWait", "loop_wait"), .init("retryTimeout", "retry_timeout"),
      .init("maximumLagOnFailover", "maximum_lag_on_failover"),
      .init("primaryStartTimeout", "primary_start_timeout"),
      .init("failsafeMode", "failsafe_mode"), .init("synchronous", "synchronous_mode"),
      .init("synchronousStrict", "synchronous_mode_strict"),
      .init("synchronousNodeCount", "synchronous_node_count"),
    ]
  }
}

extension StoreSettingName {
  /// Reads a value as the software's own configuration writes it; nil where it is none.
  func value(_ text: String, unit: SimDuration) -> StoreSettings.Value? {
    let text = text.trimming(["\"", "'", ",", ";"])
    switch kind {
    case .duration: return Self.length(text, unit).map { .duration($0) }
    case .number, .size: return Double(text).map { .number($0) }
    case .flag:
      if ["yes", "true", "on", "1", "quorum"].contains(text.lowercased()) { return .flag(true) }
      return ["no", "false", "off", "0"].contains(text.lowercased()) ? .flag(false) : nil
    case .range:
      let ends = text.split(separator: "-").compactMap { Self.length(String($0), unit) }
      guard let low = ends.first, let high = ends.last, ends.count <= 2, low <= high else {
        return nil
      }
      return low == high ? .duration(low) : .range(low, high)
    }
  }

  private static func length(_ text: String, _ unit: SimDuration) -> SimDuration? {
    let length = Double(text).map { unit.scaled(by: $0) } ?? DurationText.parse(text)
    return length.flatMap { $0 > .zero ? $0 : nil }
  }
}

extension String {
  /// The text without some characters and spaces at its ends.
  fileprivate func trimming(_ characters: Set<Character>) -> String {
    var rest = self[...]
    while let first = rest.first, first.isWhitespace || characters.contains(first) {
      rest = rest.dropFirst()
    }
    while let last = rest.last, last.isWhitespace || characters.contains(last) {
      rest = rest.dropLast()
    }
    return String(rest)
  }
}
