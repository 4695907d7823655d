/// Autoscalers that can not scale: their target is missing, or a share of nothing is asked for.
package enum ScaleTargets: PlatformCheck {
  private static let kinds = ["Deployment", "ReplicaSet", "StatefulSet", "Rollout"]

  /// Reports missing targets, and utilisation metrics of targets without requests
  /// (`FailedGetResourceMetric`: missing request for cpu).
  package static func report(on platform: CheckedPlatform, _ diagnostics: DiagnosticCollector) {
    for scaler in platform.manifests.horizontalPodAutoscalers {
      let (target, home) = (scaler.scaleTargetRef, scaler.metadata.home)
      // A ReplicationController is read as a ReplicaSet.
      let kind = target.kind == "ReplicationController" ? "ReplicaSet" : target.kind ?? ""
      let group = platform.pods(in: home).first { $0.kind == kind && $0.name == target.name }
      if let group {
        for metric in scaler.metrics { check(metric, of: group, platform, diagnostics) }
        continue
      }
      let isElse = platform.manifests.unknown.contains {
        $0.kind == kind && $0.name == target.name && ($0.namespace ?? "default") == home
      }
      let isReferring = platform.manifests.rollouts.contains {
        kind == "Rollout" && $0.metadata.name == target.name && $0.metadata.home == home
      }
      guard !isElse, !isReferring else { continue }
      diagnostics.warning(
        "the HorizontalPodAutoscaler \(scaler.metadata.name) scales \(kind) \"\(target.name)\", "
          + "which no manifest defines", at: scaler.scaleTargetRefSpan,
        code: "unknown-scale-target",
        help: advice(for: target, in: home, platform))
    }
  }

  private static func advice(
    for target: TargetReference, in home: String, _ platform: CheckedPlatform
  ) -> String? {
    let scalable = platform.pods.filter { kinds.contains($0.kind) }
    let named = scalable.filter { $0.name == target.name }
    if let other = named.first(where: { $0.namespace == home }) {
      return "there is a \(other.kind) of this name"
    }
    if let other = named.first { return "it is in the namespace \"\(other.namespace)\"" }
    return nearest(target.name, in: scalable.filter { $0.namespace == home }.map(\.name))
      .map { "did you mean \"\($0)\"?" }
  }

  private static func check(
    _ metric: MetricSpec, of group: PodMaker, _ platform: CheckedPlatform,
    _ diagnostics: DiagnosticCollector
  ) {
    var containers = group.spec?.containers ?? []
    let resource: String
    switch metric.type {
    case .resource:
      guard let wanted = metric.resource, wanted.target.type == .utilization else { return }
      resource = wanted.name
      containers += (group.spec?.initContainers ?? []).filter { $0.restartPolicy == .always }
    case .containerResource:
      guard let wanted = metric.containerResource else { return }
      guard containers.contains(where: { $0.name == wanted.container }) else {
        diagnostics.warning(
          "\(group.subject) has no container \"\(wanted.container)\"", at: metric.span.start,
          code: "unknown-container",
          help: nearest(wanted.container, in: containers.map(\.name)).map {
            "did you mean \"\($0)\"?"
          })
        return
      }
      guard wanted.target.type == .utilization else { return }
      resource = wanted.name
      containers = containers.filter { $0.name == wanted.container }
    case .pods, .object, .external: return
    }
    let isDefaulted = platform.manifests.limitRanges.contains {
      $0.metadata.home == group.namespace
        && $0.limits.contains { $0.type == "Container" && $0.defaultRequest[resource] != nil }
    }
    for container in containers where container.resources.requests[resource] == nil {
      guard !isDefaulted else { return }
      diagnostics.warning(
        "the container \(container.name) of \(group.subject) requests no \(resource), of which the "
          + "autoscaler wants a share: it never scales", at: metric.span.start,
        code: "missing-request", help: "write resources.requests.\(resource)",
        labels: [(container.resourcesSpan.start, "no request of \(resource)")])
    }
  }
}
