import SimulationKernel

extension StoreEngine {
  /// Where the software's own configuration writes the settings that the twin knows.
  var foundSettings: [FoundSetting] {
    switch self {
    case .kafka: Self.kafkaConfiguration
    case .rabbitmq: Self.rabbitConfiguration
    case .elasticsearch: Self.elasticsearchConfiguration
    case .minio: Self.minioConfiguration
    case .clickhouse: Self.clickhouseConfiguration
    case .postgresql:
      Self.patroniConfiguration + Self.repmgrConfiguration + Self.postgresConfiguration
    case .redis: Self.redisConfiguration
    case .neo4j: Self.neo4jConfiguration
    case .nats: Self.natsConfiguration
    case .etcd: Self.etcdConfiguration
    }
  }

  /// Java's greatest number, which stands for no limit.
  private static let longMaximum = "9223372036854775807"

  /// server.properties, Strimzi's `config` and the images' KAFKA_* variables.
  private static let kafkaConfiguration: [FoundSetting] = [
    .init("min.insync.replicas", "minInsyncReplicas", .number),
    .init("replica.lag.time.max.ms", "replicaLagTimeMax", .units(.milliseconds(1))),
    .init("broker.session.timeout.ms", "sessionTimeout", .units(.milliseconds(1))),
    .init("broker.heartbeat.interval.ms", "heartbeatInterval", .units(.milliseconds(1))),
    .init("controller.quorum.fetch.timeout.ms", "fetchTimeout", .units(.milliseconds(1))),
    .init("controller.quorum.election.timeout.ms", "electionTimeout", .units(.milliseconds(1))),
    .init("unclean.leader.election.enable", "uncleanLeaderElection", .flag),
    .init("controlled.shutdown.enable", "controlledShutdown", .flag),
    .init("auto.leader.rebalance.enable", "leaderRebalance", .flag),
    // The finer one counts (`KafkaConfig`, getLogRetentionTimeMillis).
    .init("log.retention.ms", "retention", .limit(.milliseconds(1), never: "-1")),
    .init("log.retention.minutes", "retention", .limit(.minutes(1), never: "-1")),
    .init("log.retention.hours", "retention", .limit(.minutes(60), never: "-1")),
    .init("log.retention.bytes", "retentionBytes", .bytes, unset: [Self.longMaximum]),
    .init(
      "log.flush.interval.messages", "flushMessages", .number, unset: [Self.longMaximum]),
    .init(
      "log.flush.interval.ms", "flushInterval", .units(.milliseconds(1)),
      unset: [Self.longMaximum]),
    .init("default.replication.factor", "replicationFactor", .number, unset: ["-1"]),
    .init("follower.replication.throttled.rate", "recoveryRate", .bytes),
    .init(
      "metadata.log.max.record.bytes.between.snapshots", "metadataSnapshotBytes", .bytes),
    .init(
      "metadata.log.max.snapshot.interval.ms", "metadataSnapshotInterval",
      .limit(.milliseconds(1), never: "0")),
    .init("metadata.max.retention.bytes", "metadataRetentionBytes", .bytes),
  ]

  /// rabbitmq.conf.
  private static let rabbitConfiguration: [FoundSetting] = [
    .init("vm_memory_high_watermark.relative", "memoryWatermark", .number),
    .init("vm_memory_high_watermark.absolute", "memoryLimit", .bytes),
    .init("disk_free_limit.relative", "diskFreeShare", .number),
    .init("consumer_timeout", "consumerTimeout", .units(.milliseconds(1))),
    .init("heartbeat", "clientHeartbeat", .limit(.seconds(1), never: "0")),
    .init("total_memory_available_override_value", "memory", .bytes),
    .init("disk_free_limit.absolute", "diskFreeLimit", .bytes),
    .init("raft.wal_max_size_bytes", "walLimit", .bytes),
    .init("net_ticktime", "netTickTime", .units(.seconds(1))),
    .init(
      "raft.adaptive_failure_detector.poll_interval", "pollInterval", .units(.milliseconds(1))),
    .init("cluster_partition_handling", "partitionHandling", .text),
  ]

  /// nats.conf (opts.go takes both names).
  private static let natsConfiguration: [FoundSetting] =
    ["sync_interval", "sync"].flatMap {
      [
        FoundSetting($0, "syncInterval", .duration), FoundSetting($0, "syncAlways", .one("always")),
      ]
    } + [
      FoundSetting("ping_interval", "pingInterval", .duration),
      FoundSetting("ping_max", "pingMax", .number),
    ]

  /// elasticsearch.yml.
  private static let elasticsearchConfiguration: [FoundSetting] = [
    .init("cluster.fault_detection.follower_check.interval", "checkInterval", .duration),
    .init("cluster.fault_detection.follower_check.timeout", "checkTimeout", .duration),
    .init("cluster.fault_detection.follower_check.retry_count", "checkRetries", .number),
    .init("cluster.fault_detection.leader_check.interval", "leaderCheckInterval", .duration),
    .init("cluster.fault_detection.leader_check.timeout", "leaderCheckTimeout", .duration),
    .init("cluster.fault_detection.leader_check.retry_count", "leaderCheckRetries", .number),
    .init("cluster.routing.allocation.disk.watermark.low", "watermarkLow", .share),
    .init("cluster.routing.allocation.disk.watermark.high", "watermarkHigh", .share),
    .init("cluster.routing.allocation.disk.watermark.flood_stage", "watermarkFlood", .share),
    .init("indices.recovery.max_bytes_per_sec", "recoveryRate", .bytes),
    .init(
      "cluster.routing.allocation.node_concurrent_recoveries", "concurrentRecoveries", .number),
    .init("index.unassigned.node_left.delayed_timeout", "delayedTimeout", .duration),
    .init("cluster.publish.timeout", "publishTimeout", .duration),
    .init("cluster.follower_lag.timeout", "followerLagTimeout", .duration),
    .init("indices.lifecycle.poll_interval", "lifecyclePollInterval", .duration),
    .init("index.translog.durability", "durability", .text),
    .init("index.translog.sync_interval", "syncInterval", .duration),
    .init("node.roles", "roles", .text),
  ]

  /// minio's environment; its endpoints are an argument of the server.
  private static let minioConfiguration: [FoundSetting] = [
    .init("MINIO_STORAGE_CLASS_STANDARD", "parity", .parity),
    .init("MINIO_STORAGE_CLASS_OPTIMIZE", "optimize", .text),
    .init("MINIO_DRIVE_MAX_TIMEOUT", "driveTimeout", .duration, unset: ["0", "0s"]),
    .init("MINIO_VOLUMES", "endpoints", .text),
  ]

  /// config.xml, users.xml and keeper.xml, whose session_timeout_ms is the longest that it grants.
  private static let clickhouseConfiguration: [FoundSetting] = [
    .init(
      "coordination_settings.min_session_timeout_ms", "minSessionTimeout",
      .units(.milliseconds(1))),
    .init(
      "coordination_settings.session_timeout_ms", "maxSessionTimeout", .units(.milliseconds(1))),
    .init(
      "election_timeout_lower_bound_ms", "electionTimeoutLowerBound", .units(.milliseconds(1))),
    .init(
      "election_timeout_upper_bound_ms", "electionTimeoutUpperBound", .units(.milliseconds(1))),
    .init("session_timeout_ms", "sessionTimeout", .units(.milliseconds(1))),
    .init("operation_timeout_ms", "operationTimeout", .units(.milliseconds(1))),
    .init("connection_timeout_ms", "connectionTimeout", .units(.milliseconds(1))),
    .init("heart_beat_interval_ms", "heartbeat", .units(.milliseconds(1))),
    .init(
      "leadership_expiry_ms", "leadershipExpiry", .units(.milliseconds(1)), unset: ["0"]),
    .init("insert_quorum", "insertQuorum", .number),
    .init(
      "insert_quorum_timeout", "insertQuorumTimeout", .units(.milliseconds(1)), unset: ["0"]),
    .init("parts_to_delay_insert", "partsToDelay", .number),
    .init("parts_to_throw_insert", "partsToThrow", .number),
    .init("fsync_after_insert", "fsyncAfterInsert", .flag),
    .init("snapshot_distance", "snapshotDistance", .number),
    .init("reserved_log_items", "reservedLogItems", .number),
  ]

  /// Patroni's dynamic configuration, which `bootstrap.dcs` of patroni.yml, PATRONI_CONFIGURATION
  /// or SPILO_CONFIGURATION begins with; no variables of its own set it (docs,
  /// dynamic_configuration).
  private static let patroniConfiguration: [FoundSetting] = [
    .init("dcs.ttl", "ttl", .units(.seconds(1))),
    .init("dcs.loop_wait", "loopWait", .units(.seconds(1))),
    .init("dcs.retry_timeout", "retryTimeout", .units(.seconds(1))),
    .init("dcs.maximum_lag_on_failover", "maximumLagOnFailover", .bytes),
    .init("dcs.primary_start_timeout", "primaryStartTimeout", .units(.seconds(1))),
    .init("dcs.master_start_timeout", "primaryStartTimeout", .units(.seconds(1))),
    .init("dcs.failsafe_mode", "failsafeMode", .flag),
    .init("dcs.synchronous_mode", "synchronous", .flag),
    .init("dcs.synchronous_mode", "quorumCommit", .one("quorum")),
    .init("dcs.synchronous_mode_strict", "synchronousStrict", .flag),
    .init("dcs.synchronous_node_count", "synchronousNodeCount", .number),
    .init("dcs.member_slots_ttl", "memberSlotsTTL", .postgresTime(.seconds(1))),
    .init("dcs.postgresql.use_slots", "replicationSlots", .flag),
  ]

  /// The cluster section of redis.conf, what it says of replicas and persistence, and
  /// sentinel.conf.
  private static let redisConfiguration: [FoundSetting] = [
    .init("cluster-node-timeout", "nodeTimeout", .units(.milliseconds(1))),
    .init("cluster-replica-validity-factor", "replicaValidityFactor", .number),
    .init("cluster-require-full-coverage", "requireFullCoverage", .flag),
    .init("repl-ping-replica-period", "replPingReplicaPeriod", .units(.seconds(1))),
    .init("min-replicas-to-write", "minReplicasToWrite", .number),
    .init("min-replicas-max-lag", "minReplicasMaxLag", .units(.seconds(1))),
    .init("down-after-milliseconds", "downAfter", .units(.milliseconds(1))),
    .init("repl-backlog-size", "replBacklogSize", .bytes),
    .init("failover-timeout", "failoverTimeout", .units(.milliseconds(1))),
    .init("parallel-syncs", "parallelSyncs", .number),
    .init(SentinelDirective.quorum, "sentinelQuorum", .number),
    .init("replica-priority", "replicaPriority", .number),
    // The older names (`config.c` takes both).
    .init("cluster-slave-validity-factor", "replicaValidityFactor", .number),
    .init("repl-ping-slave-period", "replPingReplicaPeriod", .units(.seconds(1))),
    .init("min-slaves-to-write", "minReplicasToWrite", .number),
    .init("min-slaves-max-lag", "minReplicasMaxLag", .units(.seconds(1))),
    .init("slave-priority", "replicaPriority", .number),
    .init("appendonly", "appendOnly", .flag), .init("REDIS_AOF_ENABLED", "appendOnly", .flag),
    .init("appendfsync", "appendfsync", .text),
    .init("reconcilePeriod", "reconcilePeriod", .duration),
    .init("failedPodTimeout", "failedPodTimeout", .duration),
    .init("mastersInDifferentZones", "mastersInDifferentZones", .flag),
  ]

  /// neo4j.conf and the image's NEO4J_* variables, which write an underscore twice.
  private static let neo4jConfiguration: [FoundSetting] = [
    .init(
      "dbms.cluster.raft.leader_failure_detection_window", "leaderFailureDetection", .range),
    .init(
      "dbms.cluster.raft.election_failure_detection_window", "electionFailureDetection", .range),
    .init("db.cluster.raft.log.prune_strategy", "raftLogPruning", .text),
    .init("dbms.cluster.raft.log.pruning_frequency", "raftLogPruningFrequency", .duration),
    .init("dbms.cluster.raft.log.rotation_size", "raftLogFileSize", .bytes),
  ]

  /// etcd's flags and its ETCD_* variables.
  private static let etcdConfiguration: [FoundSetting] = [
    .init("heartbeat-interval", "heartbeat", .units(.milliseconds(1))),
    .init("election-timeout", "electionTimeout", .units(.milliseconds(1))),
    .init("pre-vote", "preVote", .flag),
    .init("initial-cluster-state", "initialClusterState", .text),
    .init("snapshot-count", "snapshotCount", .number),
    .init("snapshot-catchup-entries", "snapshotCatchUpEntries", .number),
    .init("experimental-snapshot-catchup-entries", "snapshotCatchUpEntries", .number),
    .init("quota-backend-bytes", "quotaBackendBytes", .number),
    .init("auto-compaction-mode", "autoCompactionMode", .text),
    .init("auto-compaction-retention", "autoCompactionRetention", .text),
  ]
}
