/// Whether a Kafka broker may be restarted, as Strimzi's KafkaRoller asks (`KafkaAvailability`).
package struct BrokerAvailability: Equatable, Sendable {
  /// A partition as the roller sees it.
  package struct Partition: Equatable, Sendable {
    /// The brokers with a copy.
    package var replicas: [Int]
    /// The in-sync set.
    package var inSync: [Int]
    /// `min.insync.replicas`; nil where the topic does not say.
    package var minimum: Int?

    /// Describes a partition.
    package init(replicas: [Int], inSync: [Int], minimum: Int?) {
      self.replicas = replicas
      self.inSync = inSync
      self.minimum = minimum
    }

    /// Whether the restart of a broker would take the set below its least size, or keep it there: a
    /// partition with no more copies than that size can not be helped and does not count.
    package func isHurt(by broker: Int) -> Bool {
      guard let minimum, replicas.count > minimum else { return false }
      if inSync.count < minimum { return replicas.contains(broker) }
      return inSync.count == minimum && inSync.contains(broker)
    }
  }

  /// All partitions.
  package var partitions: [Partition]

  /// Describes a cluster.
  package init(partitions: [Partition]) { self.partitions = partitions }

  /// Whether a broker may be restarted now.
  package func mayRoll(_ broker: Int) -> Bool {
    partitions.allSatisfy { !$0.isHurt(by: broker) }
  }
}
