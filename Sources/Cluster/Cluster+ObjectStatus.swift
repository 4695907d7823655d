package import SimulationKernel

/// What objects' status says, computed when somebody reads it.
extension Cluster {
  /// A revision of a StatefulSet.
  package struct RevisionStatus: Sendable {
    /// Number among the StatefulSet's revisions.
    package let number: Int
    /// Name of its ControllerRevision.
    package let name: String
  }

  /// Pods of a controller that have been ready for its `minReadySeconds`.
  package func availableCount(ofWorkload workload: Int, at now: SimTime) -> Int {
    guard workloads[workload].spec.minReady > .zero else { return workloads[workload].readyCount }
    return workloads[workload].pods.count { isAvailable($0, at: now) }
  }

  /// The revisions of a StatefulSet that its rollout starts from and leads to; nil before it has
  /// any.
  package func statefulSetRevisions(
    ofWorkload workload: Int
  ) -> (current: RevisionStatus, update: RevisionStatus)? {
    let owner = workloads[workload]
    guard !owner.revisions.isEmpty else { return nil }
    return (
      RevisionStatus(number: owner.current, name: owner.revisions[owner.current].name),
      RevisionStatus(number: owner.newest, name: owner.revisions[owner.newest].name)
    )
  }

  /// Whether the scheduler has found no node for a pod (condition PodScheduled with the reason
  /// Unschedulable).
  package func isUnschedulable(_ pod: PodHandle) -> Bool {
    pods[pod].stage == .queued && pods[pod].node < 0 && pods[pod].attempts > 0
  }

  /// The taints of a node, those by its conditions too.
  package func taints(of node: Int) -> [NodeTaint] { scheduler.cache.taints(of: node) }

  /// Pods that a node's kubelet runs.
  package func runningPods(on node: Int) -> Int {
    nodePods[node].count { pods[$0].phase == .running }
  }
}
