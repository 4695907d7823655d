package import SimulationKernel

/// A topic as one group of consumers takes it: how its messages are handed out.
package struct TopicSpec: Sendable {
  /// The rules of its broker.
  package var rules: DeliveryRules
  /// The replica groups that keep its messages, one a partition.
  package var groups: Range<Int>
  /// Deliveries that one member works on at once.
  package var prefetch: Int
  /// Most messages of a delivery.
  package var batchSize: Int
  /// How long a member collects messages before it takes fewer than `batchSize`.
  package var batchWindow: SimDuration
  /// Whether the broker drops a message that a publisher repeats.
  package var deduplicates: Bool

  /// Describes a topic whose messages are handed out one by one.
  package init(
    rules: DeliveryRules, groups: Range<Int>, prefetch: Int, batchSize: Int = 1,
    batchWindow: SimDuration = .zero, deduplicates: Bool = false
  ) {
    self.rules = rules
    self.groups = groups
    self.prefetch = prefetch
    self.batchSize = batchSize
    self.batchWindow = batchWindow
    self.deduplicates = deduplicates
  }
}
