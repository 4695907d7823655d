import SimulationKernel

/// ClickHouse: replicas that all take inserts, and a Keeper group that registers their parts.
///
/// Keeper's timers are those of CoordinationSettings.cpp: heartbeat 0.5 s, election 1 to 2 s, no
/// expiry of the leadership; a client's operation waits 10 s for it. Selects need no Keeper.
/// Inserts are not flushed (fsync_after_insert 0); Linux writes pages back within about 30 s.
enum ClickHouse {
  static func configuration(_ options: EngineOptions) -> EngineConfiguration {
    var configuration = EngineConfiguration(agreement: .registered, shards: options.rings)
    configuration.coordination = RaftParameters(
      heartbeat: options.duration("heartbeat", .milliseconds(500)),
      electionTimeout: options.range("electionTimeout", .seconds(1)...(.seconds(2))),
      preVote: true, quorumCheck: nil)
    configuration.readers = .anyCopy
    configuration.flushesWrites = false
    configuration.patience = .seconds(10)
    configuration.insertQuorum = max(1, Int(options.number("insertQuorum", 1)))
    configuration.deduplicates = true
    return configuration
  }
}
