import SimulationKernel

/// How an operator restarts a store's pods.
struct RestartRule {
  /// In which order.
  enum Order {
    /// The highest ordinal first (StatefulSet).
    case descending
    /// Those that do not lead first, leaders last (CloudNativePG, Zalando, Redis).
    case followersFirst
    /// Pods that are not ready first, then by ordinal, the active controller last (Strimzi).
    case controllerLast
    /// Shard by shard (Altinity).
    case byShard
  }

  var order = Order.descending
  /// From SIGTERM to SIGKILL; nil leaves it to the pod.
  var grace: SimDuration?
  /// How long a hook keeps the pod before it gets SIGTERM.
  var preStop = SimDuration.zero
  /// The most pods of the first batch and of those after it.
  var batches = (first: 1, next: 1)

  /// The rule of an operator for a store with some shards.
  init(_ manager: StoreOperator, shards: Int) {
    switch manager {
    case .statefulSet, .rabbitmq: break
    case .cloudNativePG, .redis: order = .followersFirst
    case .zalando:
      order = .followersFirst
      grace = ZalandoOperator().terminationGrace
    case .strimzi: order = .controllerLast
    case .eck:
      let elastic = ElasticOperator()
      grace = elastic.terminationGrace
      preStop = elastic.preStopWait
      batches = (elastic.maxUnavailable, elastic.maxUnavailable)
    case .altinity:
      order = .byShard
      batches = AltinityOperator.batches(shards: shards)
    case .nats:
      let chart = NATSChart()
      grace = chart.terminationGrace
      preStop = chart.lameDuckGrace
      batches = (chart.maxUnavailable, chart.maxUnavailable)
    }
  }
}
