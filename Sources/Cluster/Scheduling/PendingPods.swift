import SimulationKernel

/// Pods that wait to be scheduled, by queue.
package struct PendingPods: Sendable {
  /// Pods that are tried next.
  package let active: Int
  /// Pods that wait for the end of their back-off.
  package let backoff: Int
  /// Pods that wait for a change that can help them.
  package let unschedulable: Int
  /// Pods that their scheduling gates hold back.
  package let gated: Int
}

extension Cluster {
  /// The pods in the scheduler's queues.
  package var pendingPods: PendingPods {
    let waiting = scheduler.queue.counts
    var gated = 0
    for index in 0..<pods.capacity {
      guard let pod = pods.handle(at: index), pods[pod].stage == .gated else { continue }
      gated += 1
    }
    return PendingPods(
      active: waiting.active, backoff: waiting.backoff, unschedulable: waiting.unschedulable,
      gated: gated)
  }
}
