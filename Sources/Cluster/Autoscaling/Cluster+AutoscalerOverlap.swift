import Manifests
import SimulationKernel

// Autoscalers of the same pods, of which none acts (horizontal.go validateAndParseSelector).
extension Cluster {
  /// Says so where other autoscalers scale the pods of a target too; returns whether they do.
  mutating func reportOverlap(_ index: Int, _ target: ScaleTarget, at now: SimTime) -> Bool {
    let rivals = autoscaling.autoscalers.indices.filter {
      autoscaling.autoscalers[$0].exists && overlaps($0, target)
    }.map { autoscaling.autoscalers[$0] }
    guard rivals.count > 1 else { return false }
    let selector = selector(of: target)
    let labels = selector.matchLabels.entries.map { "\($0.key)=\($0.value)" }.sorted()
    let names = rivals.map { "{\($0.spec.name) \($0.spec.namespace)}" }
    let problem =
      "pods by selector \(labels.joined(separator: ",")) are controlled by multiple HPAs: "
      + "[\(names.joined(separator: " "))]"
    autoscaling.autoscalers[index].conditions.set(
      .scalingActive, false, "AmbiguousSelector", problem, at: now)
    for (reason, text) in [
      ("AmbiguousSelector", problem), ("FailedComputeMetricsReplicas", problem),
    ] {
      record(reason, text, of: index, isWarning: true, now)
    }
    return true
  }

  /// Whether an autoscaler's target is another one, or selects pods of it as a Deployment and its
  /// ReplicaSets do.
  private func overlaps(_ index: Int, _ target: ScaleTarget) -> Bool {
    guard let other = self.target(ofAutoscaler: index), other.workload == target.workload else {
      return false
    }
    guard other != target else { return true }
    let members = pods(of: target)
    return pods(of: other).contains { members.contains($0) }
  }
}
