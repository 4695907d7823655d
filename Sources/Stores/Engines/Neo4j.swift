import SimulationKernel

/// Neo4j: each database is a Raft group of its primaries.
///
/// A follower detects the loss of the leader after 20 to 23 s and further rounds take 3 to 6 s
/// (docs-operations, dbms.cluster.raft.*). Without a majority the database is read-only. The
/// managed transactions of its drivers retry for 30 s, so a server that knows no leader refuses
/// at once. A server whose disk is new has another identity: it is free until it is enabled and gets
/// databases.
package enum Neo4j {
  /// How many primaries keep a database writable while some of them are away.
  package static func primaries(tolerating faults: Int) -> Int { 2 * faults + 1 }

  /// What a database still does: writes need a majority of its primaries, reads any copy.
  package static func availability(
    primaries: Int, down: Int, secondaries: Int
  ) -> (writes: Bool, reads: Bool) {
    (Quorum.isServing(voters: primaries, away: down), down < primaries || secondaries > 0)
  }

  static func sentences(primaries: Int) -> [String] {
    let next = Self.primaries(tolerating: Quorum.tolerance(of: primaries) + 1)
    let lost = availability(primaries: primaries, down: next / 2, secondaries: 0)
    return [
      "with \(next / 2) primaries away it "
        + (lost.writes ? "takes writes" : lost.reads ? "only reads" : "is down")
        + "; \(next) primaries would take writes"
    ]
  }

  static func configuration(_ options: EngineOptions) -> EngineConfiguration {
    let detection = options.range("leaderFailureDetection", .seconds(20)...(.seconds(23)))
    let round = options.range("electionFailureDetection", .seconds(3)...(.seconds(6)))
    var parameters = RaftParameters(
      heartbeat: options.duration("heartbeat", .seconds(1)),
      electionTimeout: options.range("electionTimeout", detection), roundTimeout: round,
      preVote: true, quorumCheck: detection.lowerBound)
    parameters.rejoinsEmpty = false
    var configuration = EngineConfiguration(agreement: .raft(parameters), shards: options.rings)
    configuration.readers = .anyCopy
    configuration.roleLabel = .init(
      key: "vhsim.dev/role", primary: "leader", replica: "follower")
    configuration.memberReplacement = options.duration("memberReplacement")
    return configuration
  }
}
