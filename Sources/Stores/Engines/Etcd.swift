package import SimulationKernel

/// etcd: one Raft group.
///
/// Heartbeat 100 ms, election after 10 to 19 ticks of 100 ms, pre-vote and check-quorum on
/// (embed/config.go, raft.go); a request waits 5 s and two election timeouts (server
/// config.go, ReqTimeout).
package enum Etcd {
  static func configuration(_ options: EngineOptions) -> EngineConfiguration {
    let heartbeat = options.duration("heartbeat", .milliseconds(100))
    let timeout = options.range("electionTimeout", .seconds(1)...(.milliseconds(1900)))
    let parameters = RaftParameters(
      heartbeat: heartbeat, electionTimeout: timeout, tick: heartbeat, preVote: true,
      quorumCheck: timeout.lowerBound)
    var configuration = EngineConfiguration(agreement: .raft(parameters), shards: options.rings)
    configuration.patience = requestTimeout(election: timeout.lowerBound)
    configuration.whenFull = .alarmsGroup
    configuration.roleLabel = .init(
      key: "vhsim.dev/role", primary: "leader", replica: "follower")
    return configuration
  }

  /// How long the server lets a request wait: 5 s for the disk and two election timeouts.
  package static func requestTimeout(election: SimDuration) -> SimDuration {
    .seconds(5) + election * 2
  }
}
