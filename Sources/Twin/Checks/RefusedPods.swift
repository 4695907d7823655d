import Cluster
import Manifests

/// Workloads whose pods the API server always refuses: they break the bounds of a LimitRange, or
/// the level of Pod Security that their namespace enforces.
enum RefusedPods: PlatformCheck {
  /// Reports each with the API's words about its first pod; a run shows the same again and again
  /// (`FailedCreate`).
  static func report(on platform: CheckedPlatform, _ diagnostics: DiagnosticCollector) {
    // Without rules there is nothing to find, and platforms are large.
    let isBound =
      !platform.manifests.limitRanges.isEmpty
      || platform.manifests.namespaces.contains {
        $0.metadata.labels["pod-security.kubernetes.io/enforce"] != nil
      }
    guard isBound else { return }
    let cluster = ClusterSpec(manifests: platform.manifests, cluster: platform.models.cluster)
    for workload in cluster.workloads {
      guard let problem = cluster.standingRefusal(ofPodsOf: workload),
        let group = platform.pods.first(where: { $0.makes(workload) })
      else { continue }
      diagnostics.warning(
        "the API refuses the pods of \(group.subject): \(problem)",
        at: group.span.start, code: "refused-pods",
        help: "without pods the workload never runs")
    }
  }
}

extension PodMaker {
  /// Whether it is what a user wrote of a workload.
  fileprivate func makes(_ workload: WorkloadSpec) -> Bool {
    namespace == workload.namespace && name == workload.userName ?? workload.name
      && (kind == workload.userKind || kind == workload.kind.rawValue)
  }
}
