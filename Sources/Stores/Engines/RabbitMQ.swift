import SimulationKernel

/// RabbitMQ quorum queues: a Raft group a queue, on Ra.
///
/// Ra has no heartbeats; monitors and the aten detector start elections (`LeaderLoss`). A publish
/// is confirmed when a majority's write-ahead log is flushed; the leader sends again what was
/// lost at its tick of 5 s. A command waits 30 s for a leader (rabbit_quorum_queue.erl).
enum RabbitMQ {
  static func configuration(_ options: EngineOptions) -> EngineConfiguration {
    let parameters = RaftParameters(
      heartbeat: options.duration("heartbeat", .seconds(5)),
      electionTimeout: options.range(
        "electionTimeout", .milliseconds(100)...(.milliseconds(600))),
      preVote: true, quorumCheck: nil, electsOnSilence: false)
    var configuration = EngineConfiguration(agreement: .raft(parameters), shards: options.rings)
    configuration.patience = .seconds(30)
    if options.shards == 1 {
      configuration.roleLabel = .init(
        key: "vhsim.dev/role", primary: "leader", replica: "follower")
    }
    return configuration
  }
}
