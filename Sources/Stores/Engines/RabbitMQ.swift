import SimulationKernel

/// RabbitMQ quorum queues: a Raft group a queue, on Ra.
///
/// Ra has no heartbeats; monitors and the aten detector start elections (`LeaderLoss`). A publish
/// is confirmed when a majority's write-ahead log is flushed; the leader sends again what was
/// lost at its tick of 5 s. A command waits 30 s for a leader (rabbit_quorum_queue.erl).
/// Messages are pushed; what a closed channel had is returned at once, and so is a rejected one.
/// Heartbeats of 60 s end a silent connection, `consumer_timeout` of 30 min an idle delivery.
package enum RabbitMQ {
  static func configuration(_ options: EngineOptions) -> EngineConfiguration {
    let parameters = RaftParameters(
      heartbeat: options.duration("heartbeat", .seconds(5)),
      electionTimeout: options.range(
        "electionTimeout", .milliseconds(100)...(.milliseconds(600))),
      preVote: true, quorumCheck: nil, electsOnSilence: false)
    var configuration = EngineConfiguration(agreement: .raft(parameters), shards: options.rings)
    configuration.patience = .seconds(30)
    var delivery = DeliveryRules(patience: .minutes(30), silence: .seconds(60))
    delivery.copiesToGroups = false
    delivery.pushes = true
    delivery.deliveryLimit = deliveries(limit: Int(options.number("deliveryLimit", 20)))
    configuration.delivery = delivery
    if options.shards == 1 {
      configuration.roleLabel = .init(
        key: "vhsim.dev/role", primary: "leader", replica: "follower")
    }
    return configuration
  }

  /// How often a message is handed out under a delivery limit, which counts returns; a negative
  /// one is none (rabbit_fifo.erl, return_one; 20 since 4.0).
  package static func deliveries(limit: Int) -> Int? { limit < 0 ? nil : limit + 1 }
}
