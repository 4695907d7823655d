import SimulationKernel

extension StoreEngine {
  /// repmgr.conf, and the REPMGR_* variables of Bitnami's image.
  static var repmgrConfiguration: [FoundSetting] {
    [
      .init("monitor_interval_secs", "monitorInterval", .units(.seconds(1))),
      .init("reconnect_attempts", "reconnectAttempts", .number),
      .init("reconnect_interval", "reconnectInterval", .units(.seconds(1))),
      .init("REPMGR_CONNECT_TIMEOUT", "connectTimeout", .units(.seconds(1))),
      .init("REPMGR_FAILOVER", "repmgrFailover", .text),
    ]
  }

  /// postgresql.conf, and `postgresql.parameters` of a CloudNativePG cluster.
  static var postgresConfiguration: [FoundSetting] {
    [
      .init("synchronous_commit", "synchronousCommit", .text),
      .init("wal_writer_delay", "walWriterDelay", .postgresTime(.milliseconds(1))),
      .init("wal_keep_size", "walKeepSize", .postgresSize(1_048_576)),
      .init("max_wal_size", "maxWalSize", .postgresSize(1_048_576)),
      .init("max_slot_wal_keep_size", "maxSlotWalKeepSize", .postgresSize(1_048_576)),
      .init("checkpoint_timeout", "checkpointTimeout", .postgresTime(.seconds(1))),
    ]
  }
}
