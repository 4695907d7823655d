/// Budgets that never allow an eviction: a node with such a pod can not be drained.
package enum DrainBudgets: PlatformCheck {
  /// Reports budgets that leave no pod to evict while all are healthy.
  package static func report(on platform: CheckedPlatform, _ diagnostics: DiagnosticCollector) {
    for budget in platform.manifests.podDisruptionBudgets {
      guard let selector = budget.selector else { continue }
      let groups = platform.pods(in: budget.metadata.home).filter { $0.matches(selector) }
      let counts = groups.compactMap { greatest(of: $0, platform) }
      let count = counts.reduce(0) { $0 + min($1, 1_000_000) }
      guard counts.count == groups.count, count > 0, let (reason, span) = bound(of: budget, count)
      else { continue }
      diagnostics.warning(
        "the PodDisruptionBudget \(budget.metadata.name) allows no eviction: \(reason)", at: span,
        code: "blocked-drain", help: "no node with these pods can be drained",
        labels: groups.map { ($0.span.start, "\(pods($0.replicas ?? 0))") })
    }
  }

  /// Pods that a workload may have: what its autoscaler goes up to, where there is one.
  private static func greatest(of group: PodMaker, _ platform: CheckedPlatform) -> Int? {
    let scaler = platform.manifests.horizontalPodAutoscalers.first {
      $0.metadata.home == group.namespace && $0.scaleTargetRef.name == group.name
        && $0.scaleTargetRef.kind == group.kind
    }
    return group.replicas.map { max($0, scaler?.maxReplicas ?? 0) }
  }

  /// Why a budget forbids every eviction among some pods (disruption controller, rounding up).
  private static func bound(
    of budget: PodDisruptionBudget, _ count: Int
  ) -> (reason: String, span: SourceSpan)? {
    if let most = budget.maxUnavailable {
      guard most.resolved(of: count, roundUp: true) <= 0 else { return nil }
      return ("maxUnavailable is 0", budget.maxUnavailableSpan)
    }
    guard let least = budget.minAvailable else { return nil }
    guard least.resolved(of: count, roundUp: true) >= count else { return nil }
    return ("minAvailable keeps all of \(pods(count))", budget.minAvailableSpan)
  }

  private static func pods(_ count: Int) -> String { count == 1 ? "1 pod" : "\(count) pods" }
}
