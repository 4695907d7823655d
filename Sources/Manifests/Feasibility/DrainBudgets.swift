/// Budgets with which a node with such a pod can not be drained.
///
/// Drains leave the pods of DaemonSets where they are.
package enum DrainBudgets: PlatformCheck {
  /// Reports budgets that leave no pod to evict while all are healthy, and pods under two budgets.
  package static func report(on platform: CheckedPlatform, _ diagnostics: DiagnosticCollector) {
    for budget in platform.manifests.podDisruptionBudgets {
      guard let selector = budget.selector else { continue }
      let groups = platform.pods(in: budget.metadata.home).filter { $0.matches(selector) }
      let drained = groups.filter { $0.kind != "DaemonSet" && $0.replicas != 0 }
      guard !drained.isEmpty, let (reason, span) = obstacle(budget, groups, drained, platform)
      else { continue }
      diagnostics.warning(
        "the PodDisruptionBudget \(budget.metadata.name) allows no eviction: \(reason)", at: span,
        code: "blocked-drain", help: "no node with these pods can be drained",
        labels: drained.map { group in
          (group.span.start, group.replicas.map(pods) ?? "the pods")
        })
    }
    reportPairs(on: platform, diagnostics)
  }

  private static func obstacle(
    _ budget: PodDisruptionBudget, _ groups: [PodMaker], _ drained: [PodMaker],
    _ platform: CheckedPlatform
  ) -> (reason: String, span: SourceSpan)? {
    if let most = budget.maxUnavailable, most.resolved(of: 1_000_000, roundUp: true) <= 0 {
      return ("maxUnavailable is 0", budget.maxUnavailableSpan)
    }
    if let found = unscaled(budget, groups, drained) { return found }
    let counts = drained.compactMap { greatest(of: $0, platform) }
    let count = counts.reduce(0) { $0 + min($1, 1_000_000) }
    let isCounted = counts.count == drained.count && !groups.contains { $0.kind == "DaemonSet" }
    guard isCounted, let least = budget.minAvailable,
      least.resolved(of: count, roundUp: true) >= count
    else { return nil }
    return ("minAvailable keeps all of \(pods(count))", budget.minAvailableSpan)
  }

  /// What keeps the controller from counting on pods whose owners' scales it needs, as it does for
  /// everything but a whole number of `minAvailable` (disruption.go getExpectedPodCount): Jobs and
  /// DaemonSets have no scale, so that it fails, and pods without an owner count as none.
  private static func unscaled(
    _ budget: PodDisruptionBudget, _ groups: [PodMaker], _ drained: [PodMaker]
  ) -> (reason: String, span: SourceSpan)? {
    let (field, span): (String, SourceSpan)
    switch (budget.maxUnavailable, budget.minAvailable) {
    case (.some, _): (field, span) = ("maxUnavailable", budget.maxUnavailableSpan)
    case (nil, .percent): (field, span) = ("a share as minAvailable", budget.minAvailableSpan)
    default: return nil
    }
    let scaleless = ["DaemonSet", "Job", "CronJob"]
    if let group = groups.first(where: { scaleless.contains($0.kind) }) {
      return ("\(field) needs a scale, which \(group.subject) does not have", span)
    }
    guard drained.allSatisfy({ $0.kind == "Pod" }) else { return nil }
    return ("\(field) needs a controller, which \(drained[0].subject) does not have", span)
  }

  /// Pods that a workload may have: what its autoscaler goes up to, where there is one.
  private static func greatest(of group: PodMaker, _ platform: CheckedPlatform) -> Int? {
    let scaler = platform.manifests.horizontalPodAutoscalers.first {
      $0.metadata.home == group.namespace && $0.scaleTargetRef.name == group.name
        && $0.scaleTargetRef.kind == group.kind
    }
    return group.replicas.map { max($0, scaler?.maxReplicas ?? 0) }
  }

  /// Reports pods that two budgets select: the eviction API does not evict them
  /// (pkg/registry/core/pod/storage/eviction.go).
  ///
  /// Labels that come at run time are not looked at.
  private static func reportPairs(
    on platform: CheckedPlatform, _ diagnostics: DiagnosticCollector
  ) {
    var reported: Set<String> = []
    for group in platform.pods where group.spec != nil && group.kind != "DaemonSet" {
      let budgets = platform.manifests.podDisruptionBudgets.filter { budget in
        budget.metadata.home == group.namespace && budget.selector?.matches(group.labels) ?? false
      }
      guard budgets.count > 1, group.replicas != 0 else { continue }
      let names = budgets.map(\.metadata.name).joined(separator: ", ")
      guard reported.insert("\(group.namespace)/\(names)").inserted else { continue }
      diagnostics.warning(
        "the pods of \(group.subject) are under \(budgets.count) PodDisruptionBudgets, \(names): "
          + "the API refuses to evict them", at: budgets[1].metadata.nameSpan,
        code: "blocked-drain", help: "let one budget select them",
        labels: [(budgets[0].metadata.nameSpan, "the first of them")])
    }
  }

  private static func pods(_ count: Int) -> String { count == 1 ? "1 pod" : "\(count) pods" }
}
