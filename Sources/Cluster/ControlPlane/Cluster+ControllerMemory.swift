import SimulationKernel

/// What a controller manager keeps in its process alone: the next one begins without it.
extension Cluster {
  /// Another process leads the controllers.
  mutating func forgetMemory(in simulation: inout Simulation) {
    // Recommendations and speed limits, and when each autoscaler's turn is (horizontal.go
    // HorizontalController).
    for index in autoscaling.autoscalers.indices {
      autoscaling.autoscalers[index].history = ScalingHistory()
    }
    requeueAutoscalers(in: &simulation)
    for workload in workloads.indices {
      // Back-offs of failed daemons (daemon_controller.go failedPodsBackoff).
      workloads[workload].daemonBackoff.removeAll()
      // Failures in a row of a Job's pods; those of an index are written on its pods
      // (job/backoff_utils.go backoffStore, getRemainingTimePerIndex).
      workloads[workload].job.failuresInRow = 0
      // Back-offs of failed syncs, and calls that wait for their turn (client-go util/workqueue,
      // util/flowcontrol).
      workloads[workload].backoff = SyncBackoff()
      for revision in workloads[workload].revisions.indices {
        workloads[workload].revisions[revision].backoff = SyncBackoff()
      }
      workloads[workload].grantedCalls = 0
      // The calls of the process before have ended with it.
      workloads[workload].busyUntil = min(workloads[workload].busyUntil, simulation.now)
    }
    for client in clientRates.indices { clientRates[client].refill() }
    // What their recorders have said (client-go tools/record/events_cache.go).
    controllerEvents = EventTable()
    for claim in volumes.claims.indices { volumes.claims[claim].controllerSpam = EventSpam() }
    requeueNamespaces(in: &simulation)
    for node in nodes.indices { restartEvictions(of: node, in: &simulation) }
    restartDetachments(in: &simulation)
  }
}
