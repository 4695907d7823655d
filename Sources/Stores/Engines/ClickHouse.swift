package import SimulationKernel

/// ClickHouse: replicas that all take inserts, and a Keeper group that registers their parts.
///
/// Keeper's timers are those of CoordinationSettings.cpp: heartbeat 0.5 s, election 1 to 2 s, no
/// expiry of the leadership; a client's operation waits 10 s for it. Selects need no Keeper.
/// Inserts are not flushed (fsync_after_insert 0); Linux writes pages back within about 30 s.
package enum ClickHouse {
  static func configuration(_ options: EngineOptions) -> EngineConfiguration {
    var configuration = EngineConfiguration(agreement: .registered, shards: options.rings)
    configuration.coordination = keeper(options)
    configuration.readers = .anyCopy
    configuration.flushesWrites = false
    configuration.lazyFlush = .seconds(30)
    configuration.patience = operationTimeout
    let copies = options.copies
    configuration.insertQuorum =
      options.flag("insertQuorumAuto", false)
      ? Quorum.majority(of: copies) : max(1, Int(options.number("insertQuorum", 1)))
    configuration.deduplicates = true
    return configuration
  }

  /// Keeper's Raft group.
  static func keeper(_ options: EngineOptions) -> RaftParameters {
    RaftParameters(
      heartbeat: options.duration("heartbeat", .milliseconds(500)),
      electionTimeout: options.range("electionTimeout", .seconds(1)...(.seconds(2))),
      preVote: true, quorumCheck: nil)
  }

  /// After how much silence a client's session ends (ZooKeeperConstants.h).
  package static var sessionTimeout: SimDuration { .seconds(30) }
  /// How long a client waits for an operation (ZooKeeperConstants.h).
  static var operationTimeout: SimDuration { .seconds(10) }
  /// How long a client waits for a connection (ZooKeeperConstants.h).
  package static var connectTimeout: SimDuration { .seconds(1) }
  /// The sessions that Keeper grants (CoordinationSettings.cpp).
  package static var sessionBounds: ClosedRange<SimDuration> { .seconds(10)...(.seconds(100)) }
  /// Log entries between two of Keeper's snapshots.
  package static var snapshotDistance: Int { 100_000 }

  /// What becomes of an insert (insert_quorum; 0 and 1 wait for the replica that takes it alone).
  package enum Insert: Equatable, Sendable {
    /// Acknowledged.
    case accepted
    /// The table is read-only without Keeper.
    case readOnly
    /// Fewer replicas are there than the quorum wants.
    case tooFewReplicas
    /// The parts were written, but not fetched in time by enough replicas.
    case unknownStatus
  }

  /// What becomes of an insert with some replicas there.
  package static func insert(
    quorum: Int, alive: Int, hasKeeper: Bool, areFetchedInTime: Bool = true
  ) -> Insert {
    guard hasKeeper else { return .readOnly }
    guard alive >= max(1, quorum) else { return .tooFewReplicas }
    return quorum > 1 && !areFetchedInTime ? .unknownStatus : .accepted
  }

  /// What a partition's active parts do to inserts (parts_to_delay_insert 1000,
  /// parts_to_throw_insert 3000; neither where parts are larger than 1 GiB on average).
  package enum Pressure: Equatable, Sendable {
    /// Inserts go on.
    case none
    /// Inserts are slowed down.
    case delayed
    /// Inserts fail.
    case rejected
  }

  /// The pressure of some active parts of a mean size.
  package static func pressure(parts: Int, meanBytes: Int64) -> Pressure {
    if meanBytes > 1_073_741_824 { return .none }
    return parts >= 3000 ? .rejected : parts >= 1000 ? .delayed : .none
  }

  static var sentences: [String] {
    let first = (1...4000).first { pressure(parts: $0, meanBytes: 1_048_576) != .none } ?? 0
    return [
      "a client's session ends after \(sessionTimeout.seconds) s of silence (Keeper grants "
        + "\(sessionBounds.lowerBound.seconds) to \(sessionBounds.upperBound.seconds) s), a "
        + "connection attempt after \(connectTimeout.seconds) s",
      "inserts would be delayed from \(first) small parts in a partition; Keeper snapshots its "
        + "log each \(snapshotDistance) entries; neither is modelled",
    ]
  }
}
