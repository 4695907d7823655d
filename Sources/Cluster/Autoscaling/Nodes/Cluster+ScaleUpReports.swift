import Manifests
import SimulationKernel

// What the cluster autoscaler says of pods that it does not help.
extension Cluster {
  /// Whether so many nodes are ready that none may be added (static_autoscaler.go, MaxNodesTotal).
  var isFull: Bool {
    let most = nodeAutoscaler.settings.maxNodesTotal
    return most > 0 && nodes.count { !$0.isDeleted && $0.ready == .true } >= most
  }

  /// Says of a full cluster, and of each pod that waits for more, that it is full; versions before
  /// 1.33 say nothing (pull requests 7648 and 7667 of kubernetes/autoscaler).
  mutating func reportFullCluster(to waiting: [PodHandle], in simulation: borrowing Simulation) {
    let reason = "max total nodes in cluster reached"
    let mark = NameHash(reason).value
    guard version.tellsOfFullClusters, waiting.contains(where: { !knows($0, mark) }) else { return }
    recordStatus(
      "MaxNodesTotalReached",
      "Max total nodes in cluster reached: \(nodeAutoscaler.settings.maxNodesTotal)",
      isWarning: true, simulation.now)
    for pod in waiting { refuse(pod, reason, in: simulation) }
  }

  /// Whether a pod was told last what a mark stands for.
  private func knows(_ pod: PodHandle, _ mark: UInt64) -> Bool {
    pod.index < nodeAutoscaler.refused.count
      && nodeAutoscaler.refused[pod.index] == NodeAutoscaler.Refusal(pod: pod, mark: mark)
  }

  /// Tells a pod why no node is added for it, unless it was told that last.
  mutating func refuse(_ pod: PodHandle, _ reason: String, in simulation: borrowing Simulation) {
    let refusal = NodeAutoscaler.Refusal(pod: pod, mark: NameHash(reason).value)
    guard !knows(pod, refusal.mark) else { return }
    while nodeAutoscaler.refused.count <= pod.index {
      nodeAutoscaler.refused.append(NodeAutoscaler.Refusal())
    }
    nodeAutoscaler.refused[pod.index] = refusal
    record(
      pod, "NotTriggerScaleUp", "pod didn't trigger scale-up: " + reason, by: .clusterAutoscaler,
      in: simulation)
  }
}
