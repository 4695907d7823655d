package import SimulationKernel

/// A group of consumers, and what of the cluster and the stores it names.
package struct ConsumerBinding: Sendable {
  /// The group's name: that of the consuming model.
  package let group: String
  /// The broker, by number among the stores.
  package let store: Int
  /// The queue, topic or subject.
  package let topic: String
  /// The number of the broker's operation that publishes, among those of all stores.
  package let operation: Int
  /// The workload whose pods consume, by the cluster's numbering.
  package let workload: Int
  /// The way to what a message runs.
  package let route: Int
  /// Deliveries that one pod works on at once.
  package let prefetch: Int
  /// Most messages of a delivery.
  package let batchSize: Int
  /// How long a pod collects messages before it takes fewer.
  package let batchWindow: SimDuration
  /// Whether consumers store how far they have come with every delivery, not from time to time.
  package let commitsEach: Bool

  /// Binds a group of consumers.
  package init(
    group: String, store: Int, topic: String, operation: Int, workload: Int, route: Int,
    prefetch: Int, batchSize: Int, batchWindow: SimDuration, commitsEach: Bool
  ) {
    self.group = group
    self.store = store
    self.topic = topic
    self.operation = operation
    self.workload = workload
    self.route = route
    self.prefetch = prefetch
    self.batchSize = batchSize
    self.batchWindow = batchWindow
    self.commitsEach = commitsEach
  }

  /// The topic as the group takes it from its broker.
  func spec(in stores: [StoreState]) -> TopicSpec {
    let store = stores[store]
    guard var rules = store.configuration.delivery else {
      preconditionFailure("consumers are bound to stores that hand out messages")
    }
    if commitsEach { rules.commitInterval = .zero }
    return TopicSpec(
      rules: rules, groups: store.shards, prefetch: prefetch, batchSize: batchSize,
      batchWindow: batchWindow, deduplicates: store.configuration.deduplicates)
  }
}
