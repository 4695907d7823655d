import SimulationKernel

extension StoreEngine {
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
