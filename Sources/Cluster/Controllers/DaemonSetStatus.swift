package import SimulationKernel

/// The counts in a DaemonSet's status, in nodes (pkg/controller/daemon updateDaemonSetStatus).
package struct DaemonSetStatus: Hashable, Sendable {
  /// Nodes that shall have a pod.
  package var desired = 0
  /// Those of them that have one.
  package var current = 0
  /// Nodes that have a pod and shall have none.
  package var misscheduled = 0
  /// Nodes that shall have a pod and whose pod is ready.
  package var ready = 0
  /// Those of them whose pod has been ready for `minReadySeconds`.
  package var available = 0
  /// Nodes that shall have a pod and whose pod is of the newest revision.
  package var updated = 0
}

extension Cluster {
  /// The status of a DaemonSet; of several pods of a node the oldest counts.
  package func daemonSetStatus(ofWorkload workload: Int, at now: SimTime) -> DaemonSetStatus {
    var oldest = Array(repeating: PodHandle.none, count: nodes.count)
    for pod in workloads[workload].pods {
      let node = Int(pods[pod].seat)
      if oldest[node].isNone || isOlder(pod, than: oldest[node]) { oldest[node] = pod }
    }
    var status = DaemonSetStatus()
    for node in nodes.indices where !nodes[node].isDeleted {
      let pod = oldest[node]
      guard isEligible(node, for: workload) else {
        if !pod.isNone { status.misscheduled += 1 }
        continue
      }
      status.desired += 1
      guard !pod.isNone else { continue }
      status.current += 1
      if Int(pods[pod].revision) == workloads[workload].newest { status.updated += 1 }
      if pods[pod].isReady { status.ready += 1 }
      if isAvailable(pod, at: now) { status.available += 1 }
    }
    return status
  }
}
