import SimulationKernel

extension StoreEngine {
  /// The settings that a model of this engine can write.
  ///
  /// Names follow the software's own: Patroni's dynamic configuration and CloudNativePG for
  /// PostgreSQL, redis.conf's cluster section, Neo4j's dbms.cluster.raft, ClickHouse's settings and
  /// Keeper's coordination settings, elasticsearch.yml, rabbitmq.conf, minio's environment and
  /// Kafka's broker and producer configuration. Every engine knows the bytes that its members hold
  /// when the run begins, and how long its software takes from its container's start until it
  /// listens.
  var settings: [StoreSettingName] {
    own + [
      .init("dataSize", .size),
      .init("startup", .range),
      .init(
        "operator",
        .word([
          "statefulset", "cnpg", "zalando", "strimzi", "rabbitmq", "eck", "altinity", "nats",
          "redis",
        ])),
    ]
  }

  private var own: [StoreSettingName] {
    switch self {
    case .etcd:
      Self.raftSettings + [
        .init("preVote", .flag), .init("initialClusterState", .word(["new", "existing"])),
        .init("snapshotCount", .count(from: 1)), .init("snapshotCatchUpEntries", .count(from: 0)),
        .init("quotaBackendBytes", .size), Self.defragmentation,
        .init("autoCompactionMode", .word(["periodic", "revision"])),
        .init("autoCompactionRetention", .retention), Self.memberReplacement,
      ]
    case .nats: Self.natsSettings + Self.raftSettings
    case .postgresql: Self.postgresqlSettings
    case .redis: Self.redisSettings
    case .minio: Self.minioSettings
    case .neo4j: Self.neo4jSettings + Self.raftSettings
    case .clickhouse: Self.clickhouseSettings + Self.raftSettings
    case .elasticsearch: Self.elasticsearchSettings
    case .kafka: Self.kafkaSettings + Self.raftSettings
    case .rabbitmq: Self.rabbitmqSettings + Self.raftSettings
    }
  }

  /// How long after it started an administrator makes a pod with a new disk a member again.
  ///
  /// That is where the system does not by itself: `etcdctl member remove` and `add`, `rabbitmqctl
  /// forget_cluster_node` and `rabbitmq-queues grow`, Neo4j's new server identity, `CLUSTER MEET`.
  /// Without the setting nobody does.
  private static let memberReplacement = StoreSettingName("memberReplacement", .duration)

  /// How long after etcd's database reached its quota an administrator compacts it, defragments it
  /// on each member and disarms the alarm; without the setting nobody does.
  private static let defragmentation = StoreSettingName("defragmentation", .duration)

  private static let raftSettings: [StoreSettingName] = [
    .init("heartbeat", .duration), .init("electionTimeout", .range),
  ]

  private static let postgresqlSettings: [StoreSettingName] = [
    .init("arrangement", .word(["cluster", "repmgr", "replicas", "independent"])),
    .init("monitorInterval", .duration), .init("reconnectAttempts", .count(from: 1)),
    .init("reconnectInterval", .duration), .init("connectTimeout", .duration),
    .init("repmgrFailover", .word(["automatic", "manual"])),
    // Patroni raises what is shorter and says so (`config.py`, _validate_and_adjust_timeouts).
    .init("ttl", .length(from: .zero), raisedTo: .seconds(20)),
    .init("loopWait", .length(from: .zero), raisedTo: .seconds(1)),
    .init("retryTimeout", .length(from: .zero), raisedTo: .seconds(3)),
    .init("maximumLagOnFailover", .size), .init("primaryStartTimeout", .length(from: .zero)),
    .init("failsafeMode", .flag), .init("synchronous", .flag), .init("synchronousStrict", .flag),
    .init("synchronousNodeCount", .count(from: 1)), .init("quorumCommit", .flag),
    .init("failoverDelay", .length(from: .zero)), .init("leaseDuration", .duration),
    .init("renewDeadline", .duration), .init("retryPeriod", .duration),
    .init("failoverQuorum", .flag), .init("isolationCheck", .flag),
    .init("livenessProbeTimeout", .duration), .init("livenessPeriod", .duration),
    .init("livenessFailures", .count(from: 1)),
    .init(
      "synchronousCommit",
      .word(["off", "local", "remote_write", "on", "remote_apply", "false", "no", "0"])),
    .init("walWriterDelay", .duration), .init("walKeepSize", .size),
    .init("maxWalSize", .size), .init("checkpointTimeout", .duration),
    .init("maxSlotWalKeepSize", .size), .init("memberSlotsTTL", .duration),
    .init("replicationSlots", .flag), .init("baseBackupRate", .size),
  ]

  private static let natsSettings: [StoreSettingName] = [
    .init("jetstream", .flag),
    .init("ackWait", .duration), .init("maxDeliver", .count(from: -1)),
    .init("lostQuorum", .duration),
    .init("syncInterval", .duration), .init("syncAlways", .flag),
    .init("maxAge", .duration), .init("maxBytes", .size),
    .init("pingInterval", .duration), .init("pingMax", .count(from: 1)),
  ]

  private static let redisSettings: [StoreSettingName] = [
    .init("arrangement", .word(["cluster", "sentinels", "replicas", "independent"])),
    .init("nodeTimeout", .duration), .init("replicaValidityFactor", .count(from: 0)),
    .init("requireFullCoverage", .flag), .init("refusalsAtOnce", .flag),
    .init("replPingReplicaPeriod", .length(from: .seconds(1))),
    .init("minReplicasToWrite", .count(from: 0)),
    .init("minReplicasMaxLag", .length(from: .zero)), .init("appendOnly", .flag),
    .init("snapshots", .flag), .init("save", .savePoints),
    .init("appendfsync", .word(["always", "everysec", "no"])),
    .init("reconcilePeriod", .duration), .init("failedPodTimeout", .duration),
    .init("mastersInDifferentZones", .flag), .init("downAfter", .duration),
    .init("replBacklogSize", .size), .init("failoverTimeout", .duration),
    .init("parallelSyncs", .count(from: 1)), .init("sentinelQuorum", .count(from: 1)),
    .init("replicaPriority", .count(from: 0)), .init("failoverOnStop", .flag), memberReplacement,
  ]

  private static let neo4jSettings: [StoreSettingName] = [
    .init("leaderFailureDetection", .range), .init("electionFailureDetection", .range),
    .init("raftLogPruning", .word([])), .init("raftLogPruningFrequency", .duration),
    .init("raftLogFileSize", .size), memberReplacement,
  ]

  private static let minioSettings: [StoreSettingName] = [
    .init("parity", .count(from: 0)), .init("driveTimeout", .duration),
    .init("endpoints", .word([])),
    .init("optimize", .word(["availability", "capacity"])), .init("healRate", .size),
  ]

  private static let clickhouseSettings: [StoreSettingName] = [
    .init("sessionTimeout", .duration), .init("operationTimeout", .duration),
    .init("connectionTimeout", .duration),
    .init("insertQuorum", .count(from: 0, or: "auto")), .init("insertQuorumTimeout", .duration),
    .init("partsToDelay", .count(from: 1)), .init("partsToThrow", .count(from: 1)),
    .init("fsyncAfterInsert", .flag), .init("leadershipExpiry", .duration),
    .init("snapshotDistance", .count(from: 1)), .init("reservedLogItems", .count(from: 0)),
    .init("minSessionTimeout", .duration), .init("maxSessionTimeout", .duration),
    .init("electionTimeoutLowerBound", .duration), .init("electionTimeoutUpperBound", .duration),
  ]

  private static let elasticsearchSettings: [StoreSettingName] = [
    .init("checkInterval", .length(from: .milliseconds(100))), .init("checkTimeout", .duration),
    .init("checkRetries", .count(from: 1)),
    .init("leaderCheckInterval", .length(from: .milliseconds(100))),
    .init("leaderCheckTimeout", .duration), .init("leaderCheckRetries", .count(from: 1)),
    .init("delayedTimeout", .length(from: .zero)),
    .init("watermarkLow", .number), .init("watermarkHigh", .number),
    .init("watermarkFlood", .number), .init("recoveryRate", .size),
    .init("concurrentRecoveries", .count(from: 0)),
    .init("durability", .word(["request", "async"])),
    .init("syncInterval", .length(from: .milliseconds(100))), .init("roles", .roles),
    .init("rolloverSize", .size), .init("rolloverAge", .duration),
    .init("deleteAfter", .duration),
    .init("lifecyclePollInterval", .length(from: .seconds(1))),
    .init("publishTimeout", .duration), .init("followerLagTimeout", .duration),
  ]

  private static let kafkaSettings: [StoreSettingName] = [
    .init("sessionTimeout", .duration), .init("heartbeatInterval", .duration),
    .init("fetchTimeout", .duration),
    .init("replicaLagTimeMax", .duration),
    .init("minInsyncReplicas", .count(from: 1)), .init("acks", .word(["0", "1", "all"])),
    .init("idempotence", .flag), .init("deliveryTimeout", .duration),
    .init("requestTimeout", .duration), .init("linger", .length(from: .zero)),
    .init("uncleanLeaderElection", .flag), .init("eligibleLeaderReplicas", .flag),
    .init("controlledShutdown", .flag), .init("leaderRebalance", .flag),
    .init("retention", .duration), .init("retentionBytes", .size),
    .init("flushMessages", .count(from: 1)), .init("flushInterval", .duration),
    .init("groupSessionTimeout", .duration), .init("autoCommitInterval", .duration),
    .init("replicationFactor", .count(from: 1)),
    .init("recoveryRate", .size), .init("metadataSnapshotBytes", .size),
    .init("metadataSnapshotInterval", .duration), .init("metadataRetentionBytes", .size),
    .init("rackTopologyKey", .word([])), .init("racks", .word([])),
  ]

  private static let rabbitmqSettings: [StoreSettingName] = [
    .init("memoryWatermark", .number), .init("memory", .size), .init("diskFreeLimit", .size),
    .init("memoryLimit", .size), .init("diskFreeShare", .number),
    .init("consumerTimeout", .duration), .init("clientHeartbeat", .duration),
    .init("walLimit", .size), .init("netTickTime", .duration), .init("pollInterval", .duration),
    .init("partitionHandling", .word(["ignore", "pause_minority", "autoheal"])),
    .init("version", .version), .init("deliveryLimit", .count(from: -1)), memberReplacement,
  ]
}
