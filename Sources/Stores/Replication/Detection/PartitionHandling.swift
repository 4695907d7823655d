package import SimulationKernel

/// What a RabbitMQ node is told to do when the cluster falls apart (`cluster_partition_handling`).
package enum PartitionHandling: String, Sendable, CaseIterable {
  case ignore
  case pauseMinority = "pause_minority"
  case autoheal

  /// From a node's silence until the others call it gone: four ticks fit into the time, and the
  /// loss is seen a quarter before or after it (rabbitmq docs, nettick).
  package static func detection(tickTime: SimDuration) -> ClosedRange<SimDuration> {
    tickTime.scaled(by: 0.75)...tickTime.scaled(by: 1.25)
  }
}
