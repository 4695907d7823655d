import SimulationKernel

/// ClickHouse: replicas that all take inserts, and a Keeper group that registers their parts.
///
/// Keeper's timers are those of CoordinationSettings.cpp: heartbeat 0.5 s, election 1 to 2 s; a
/// leader that hears no majority for 20 heartbeats gives up, as leadership_expiry_ms 0 means to
/// NuRaft. A client's operation waits 10 s for Keeper, and without it for a session's length of 30
/// s tables are read-only. Selects need no Keeper. Inserts are not flushed (fsync_after_insert 0);
/// Linux writes pages back within about 30 s. Peers fetch a part once it is registered; too many
/// parts delay inserts and then refuse them. A server is a replica of one shard (`remote_servers`):
/// the first servers of the first. Keeper grants sessions no shorter and no longer than its
/// coordination settings say.
package enum ClickHouse {
  static func configuration(_ options: EngineOptions) -> EngineConfiguration {
    let timers = KeeperTimers()
    var configuration = EngineConfiguration(agreement: .registered, shards: options.blocks)
    var keeper = RaftParameters(
      heartbeat: options.duration("heartbeat", timers.heartbeat),
      electionTimeout: options.range("electionTimeout", electionBounds(options)),
      preVote: true, quorumCheck: nil)
    // NuRaft's leadership_limit_: 20 heartbeats where nothing is set.
    keeper.leadershipExpiry = options.duration("leadershipExpiry", keeper.heartbeat * 20)
    keeper.compaction = RaftParameters.Compaction(
      every: UInt64(options.number("snapshotDistance", Double(timers.snapshotDistance))),
      keeping: UInt64(options.number("reservedLogItems", Double(timers.reservedLogItems))))
    // Without a Keeper, and with one copy of each shard, there is nothing to register.
    let isReplicated = options.coordinators > 0 || options.copies > 1
    configuration.coordination = isReplicated ? keeper : nil
    configuration.readers = .anyCopy
    configuration.flushesWrites = options.flag("fsyncAfterInsert", false)
    configuration.lazyFlush = .seconds(30)
    configuration.patience = options.duration("operationTimeout", timers.operation)
    configuration.keeperConnection = options.duration("connectionTimeout", timers.connection)
    let session = options.duration("sessionTimeout", timers.session)
    configuration.sessionLength = min(
      max(session, options.duration("minSessionTimeout", timers.shortestSession)),
      options.duration("maxSessionTimeout", timers.longestSession))
    configuration.insertQuorum = InsertQuorum(
      replicas: options.word("insertQuorum") == "auto"
        ? nil : Int(options.number("insertQuorum", 0)))
    configuration.insertQuorumTimeout = options.duration("insertQuorumTimeout", .minutes(10))
    var pressure = PartsPressure()
    pressure.delayFrom = Int(options.number("partsToDelay", Double(pressure.delayFrom)))
    pressure.refuseFrom = Int(options.number("partsToThrow", Double(pressure.refuseFrom)))
    configuration.partsPressure = pressure
    configuration.deduplicates = true
    configuration.recovery = ShardRecovery.Rule(
      delay: .zero, bytesPerSecond: 1_073_741_824, concurrent: 8, movesCopies: false)
    return configuration
  }

  /// election_timeout_lower_bound_ms and election_timeout_upper_bound_ms; where only one is
  /// written, the other's default does not reach past it.
  private static func electionBounds(_ options: EngineOptions) -> ClosedRange<SimDuration> {
    let usual = KeeperTimers().election
    let low = options.duration("electionTimeoutLowerBound")
    let high = options.duration("electionTimeoutUpperBound")
    let least = low ?? min(usual.lowerBound, high ?? usual.lowerBound)
    return least...max(least, high ?? usual.upperBound)
  }
}
