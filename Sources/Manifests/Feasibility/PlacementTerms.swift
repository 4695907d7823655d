/// Wishes of pods to be near or away from others that do not exist: the wish has no effect, or can
/// never be met.
package enum PlacementTerms: PlatformCheck {
  /// Reports affinities and spread constraints whose selectors match no pod of their namespaces.
  package static func report(on platform: CheckedPlatform, _ diagnostics: DiagnosticCollector) {
    for group in platform.pods {
      let near = group.spec?.affinity?.podAffinity
      let away = group.spec?.affinity?.podAntiAffinity
      for term in near?.requiredDuringSchedulingIgnoredDuringExecution ?? [] {
        check(
          term, of: group, "must be near pods that do not exist: no node takes them", platform,
          diagnostics)
      }
      for term in near?.preferredDuringSchedulingIgnoredDuringExecution ?? [] {
        check(
          term.podAffinityTerm, of: group, "want to be near pods that do not exist", platform,
          diagnostics)
      }
      let distances =
        (away?.requiredDuringSchedulingIgnoredDuringExecution ?? [])
        + (away?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(\.podAffinityTerm)
      for term in distances {
        check(
          term, of: group, "keep away from pods that do not exist, not from each other", platform,
          diagnostics)
      }
      for constraint in group.spec?.topologySpreadConstraints ?? [] {
        guard let selector = constraint.labelSelector else { continue }
        EmptySelections.check(
          selector, in: [group.namespace], at: constraint.span,
          "the pods of \(group.subject) are spread by a count in which no pod is", platform,
          diagnostics)
      }
    }
  }

  /// Namespaces that are chosen by their labels are not looked into.
  private static func check(
    _ term: PodAffinityTerm, of group: PodMaker, _ wish: String, _ platform: CheckedPlatform,
    _ diagnostics: DiagnosticCollector
  ) {
    guard let selector = term.labelSelector, term.namespaceSelector == nil else { return }
    EmptySelections.check(
      selector, in: term.namespaces.isEmpty ? [group.namespace] : term.namespaces, at: term.span,
      "the pods of \(group.subject) \(wish)", platform, diagnostics)
  }
}
