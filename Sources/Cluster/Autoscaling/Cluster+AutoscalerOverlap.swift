import Manifests
import SimulationKernel

// Autoscalers of the same pods, of which none acts (horizontal.go validateAndParseSelector).
extension Cluster {
  /// Says so where other autoscalers scale a workload too; returns whether they do.
  mutating func reportOverlap(_ index: Int, _ workload: Int, at now: SimTime) -> Bool {
    let rivals = autoscaling.autoscalers.filter { $0.exists && $0.workload == workload }
    guard rivals.count > 1 else { return false }
    let selector = workloads[workload].spec.selector
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
}
