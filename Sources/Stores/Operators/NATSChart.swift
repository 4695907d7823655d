import SimulationKernel

extension StoreOperator {
  /// The NATS helm chart (`files/stateful-set/pod-template.yaml`,
  /// `files/pod-disruption-budget.yaml`).
  package static let nats: StoreOperator = {
    var value = StoreOperator("nats")
    value.grace = .seconds(60)
    // Lame duck mode: a server waits for its grace period, then sends its clients away one after
    // the other in what is left of its duration of 30 s.
    value.preStop = .seconds(10)
    value.drain = .seconds(20)
    value.batch = .fixed(1)
    return value
  }()
}
