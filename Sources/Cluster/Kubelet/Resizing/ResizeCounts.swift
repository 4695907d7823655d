import SimulationKernel

/// How many pods of a kubelet have conditions of resizes (pkg/kubelet/status/status_manager.go,
/// pkg/kubelet/metrics).
package struct ResizeCounts: Sendable {
  /// Pods with condition PodResizePending, reason Deferred.
  package var deferred = 0
  /// Pods with condition PodResizePending, reason Infeasible.
  package var infeasible = 0
  /// Pods with condition PodResizeInProgress.
  package var inProgress = 0
}

extension Cluster {
  /// The resizes that a node's kubelet counts; nil where its version counts none.
  package func resizeCounts(on node: Int) -> ResizeCounts? {
    guard version.countsResizes else { return nil }
    var counts = ResizeCounts()
    guard freeResizes.count < resizes.count else { return counts }
    for pod in nodePods[node] where pods[pod].resize >= 0 && pods[pod].stage != .ended {
      let resize = resizes[Int(pods[pod].resize)]
      if resize.answer == .deferred { counts.deferred += 1 }
      if resize.answer == .infeasible { counts.infeasible += 1 }
      if resize.isInProgress { counts.inProgress += 1 }
    }
    return counts
  }
}
