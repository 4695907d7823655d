package import SimulationKernel

/// etcd: one Raft group.
///
/// Heartbeat 100 ms, election after 10 to 19 ticks of 100 ms, pre-vote and check-quorum on
/// (embed/config.go, raft.go); a request waits 5 s and two election timeouts (server config.go,
/// ReqTimeout). A member whose data are gone is refused: it was bootstrapped already, and must be
/// removed and added, and then started with an `initial-cluster-state` of `existing`
/// (bootstrap.go). A member that lacks more than the log keeps gets the whole database
/// (snapshot-count, snapshot-catchup-entries). A database that reaches its quota takes no more
/// writes (`EtcdSpace`).
package enum Etcd {
  static func configuration(_ options: EngineOptions) -> EngineConfiguration {
    let parameters = parameters(options)
    var configuration = EngineConfiguration(agreement: .raft(parameters), shards: options.rings)
    configuration.patience = requestTimeout(election: parameters.electionTimeoutMin)
    // A server that can not save ends (raftNode.start: "failed to save Raft hard state and
    // entries"). The alarm that refuses writes everywhere is about the database's quota.
    configuration.whenFull = .stops
    configuration.roleLabel = .init(
      key: "vhsim.dev/role", primary: "leader", replica: "follower")
    configuration.memberReplacement = options.duration("memberReplacement")
    configuration.spaceQuota = EtcdSpace.quota(options)
    configuration.spaceReclaim = options.duration("defragmentation")
    configuration.retention = EtcdSpace.retention(options)
    configuration.emptyStart =
      options.word("initialClusterState").flatMap { EmptyStart(rawValue: $0) } ?? .staysOutside
    return configuration
  }

  /// The Raft group: `electionTimeout` is the setting (election-timeout), from which timeouts are
  /// drawn up to a tick below twice as long, or a range of its own.
  static func parameters(_ options: EngineOptions) -> RaftParameters {
    let heartbeat = options.duration("heartbeat", .milliseconds(100))
    let set = options.range("electionTimeout", .seconds(1)...(.seconds(1)))
    // Whole ticks (embed/config.go, ElectionTicks).
    let least = heartbeat * max(1, set.lowerBound.nanoseconds / max(1, heartbeat.nanoseconds))
    let timeout =
      set.lowerBound == set.upperBound ? least...max(least, least * 2 - heartbeat) : set
    var parameters = RaftParameters(
      heartbeat: heartbeat, electionTimeout: timeout, tick: heartbeat,
      preVote: options.flag("preVote", true), quorumCheck: timeout.lowerBound)
    // The only member runs ahead by all ticks of the timeout but one (server.go, adjustTicks).
    parameters.loneAdvance = max(.zero, timeout.lowerBound - heartbeat)
    parameters.rejoinsEmpty = false
    parameters.waitsForDisk = true
    parameters.compaction = RaftParameters.Compaction(
      every: UInt64(options.number("snapshotCount", snapshotCount(of: options.version))),
      keeping: UInt64(options.number("snapshotCatchUpEntries", 5000)))
    return parameters
  }

  /// Entries between two snapshots: 100,000 from 3.2 to 3.5, and 10,000 since (server.go,
  /// DefaultSnapshotCount).
  private static func snapshotCount(of version: String?) -> Double {
    guard let version = version.flatMap({ SoftwareVersion($0) }) else { return 10_000 }
    return version < SoftwareVersion(major: 3, minor: 6) ? 100_000 : 10_000
  }

  /// How long the server lets a request wait: 5 s for the disk and two election timeouts.
  package static func requestTimeout(election: SimDuration) -> SimDuration {
    .seconds(5) + election * 2
  }
}
