import SimulationKernel

/// RabbitMQ's cluster operator: the hook that runs before a node stops
/// (`rabbitmq-upgrade await_online_quorum_plus_one`).
package enum RabbitMQOperator {
  /// Whether a node may stop: a majority is left without it, or it is the only one.
  package static func maySafelyStop(members: Int, online: Int) -> Bool {
    members == 1 || online - 1 >= Quorum.majority(of: members)
  }
}

extension StoreOperator {
  /// RabbitMQ's cluster operator.
  package static let rabbitmq: StoreOperator = {
    var value = StoreOperator("rabbitmq")
    value.kinds = ["RabbitmqCluster"]
    value.safeguard = .majorityLeft
    return value
  }()
}
