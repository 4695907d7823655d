/// Autoscalers that can not scale: their target is missing, or a share of nothing is asked for.
package enum ScaleTargets: PlatformCheck {
  private static let kinds = ["Deployment", "ReplicaSet", "StatefulSet", "Rollout"]
  /// Kinds of the API server without the subresource `scale`.
  private static let scaleless = ["DaemonSet", "Job", "CronJob", "Pod"]

  /// Reports missing targets, and utilisation metrics of targets without requests
  /// (`FailedGetResourceMetric`: missing request for cpu).
  package static func report(on platform: CheckedPlatform, _ diagnostics: DiagnosticCollector) {
    for scaler in platform.manifests.horizontalPodAutoscalers {
      let (target, home) = (scaler.scaleTargetRef, scaler.metadata.home)
      // A ReplicationController is read as a ReplicaSet.
      let kind = target.kind == "ReplicationController" ? "ReplicaSet" : target.kind ?? ""
      guard !target.isCustom(among: platform.manifests),
        !reportMapping(of: scaler, platform, diagnostics)
      else { continue }
      let group = platform.pods(in: home).first { $0.kind == kind && $0.name == target.name }
      if let group {
        if scaleless.contains(kind) {
          diagnostics.warning(
            "the HorizontalPodAutoscaler \(scaler.metadata.name) scales \(group.subject), which "
              + "has no scale", at: scaler.scaleTargetRefSpan, code: "unknown-scale-target",
            help: "\(kinds.dropLast().joined(separator: "s, "))s have one")
          continue
        }
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

  /// Reports a target that the API has no kind for (`FailedGetScale`); returns whether it has none.
  private static func reportMapping(
    of scaler: HorizontalPodAutoscaler, _ platform: CheckedPlatform,
    _ diagnostics: DiagnosticCollector
  ) -> Bool {
    let target = scaler.scaleTargetRef
    guard let problem = target.mappingProblem else { return false }
    diagnostics.warning(
      "the HorizontalPodAutoscaler \(scaler.metadata.name) finds no target: \(problem)",
      at: target.apiVersionSpan, code: "unknown-scale-target",
      help: target.servedVersion.map { "write apiVersion: \($0)" })
    return true
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
    // Sidecars count as containers do (replica_calculator.go calculateRequests).
    var containers = group.servers
    let resource: String
    switch metric.type {
    case .resource:
      guard let wanted = metric.resource, wanted.target.type == .utilization else { return }
      resource = wanted.name
      // What the pod asks as a whole stands for its containers.
      if group.spec?.resources?.requests[resource] != nil { return }
    case .containerResource:
      guard let wanted = metric.containerResource else { return }
      containers = containers.filter { $0.name == wanted.container }
      guard !containers.isEmpty || group.spec == nil else {
        reportMissing(wanted.container, of: group, at: metric.span.start, diagnostics)
        return
      }
      guard wanted.target.type == .utilization else { return }
      resource = wanted.name
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

  private static func reportMissing(
    _ container: String, of group: PodMaker, at span: SourceSpan,
    _ diagnostics: DiagnosticCollector
  ) {
    diagnostics.warning(
      "\(group.subject) has no container \"\(container)\"", at: span, code: "unknown-container",
      help: nearest(container, in: group.servers.map(\.name)).map { "did you mean \"\($0)\"?" })
  }
}
