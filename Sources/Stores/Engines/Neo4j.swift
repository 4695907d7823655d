import SimulationKernel

/// Neo4j: each database is a Raft group of its primaries.
///
/// A follower detects the loss of the leader after 20 to 23 s and further rounds take 3 to 6 s
/// (docs-operations, dbms.cluster.raft.*). Without a majority the database is read-only. The
/// managed transactions of its drivers retry for 30 s, so a server that knows no leader refuses
/// at once.
enum Neo4j {
  static func configuration(_ options: EngineOptions) -> EngineConfiguration {
    let detection = options.range("leaderFailureDetection", .seconds(20)...(.seconds(23)))
    let round = options.range("electionFailureDetection", .seconds(3)...(.seconds(6)))
    let parameters = RaftParameters(
      heartbeat: options.duration("heartbeat", .seconds(1)),
      electionTimeout: options.range("electionTimeout", detection), roundTimeout: round,
      preVote: true, quorumCheck: detection.lowerBound)
    var configuration = EngineConfiguration(agreement: .raft(parameters), shards: options.rings)
    configuration.readers = .anyCopy
    configuration.roleLabel = .init(
      key: "vhsim.dev/role", primary: "leader", replica: "follower")
    return configuration
  }
}
