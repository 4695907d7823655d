import SimulationKernel

/// What a controller manager keeps in its process alone: the next one begins without it.
extension Cluster {
  /// Another process leads the controllers.
  mutating func forgetMemory(in simulation: inout Simulation) {
    // Recommendations and speed limits (horizontal.go HorizontalController).
    for index in autoscaling.autoscalers.indices {
      autoscaling.autoscalers[index].history = ScalingHistory()
    }
    // Back-offs of failed daemons (daemon_controller.go failedPodsBackoff).
    for workload in workloads.indices { workloads[workload].daemonBackoff.removeAll() }
    for node in nodes.indices { restartEvictions(of: node, in: &simulation) }
  }
}
