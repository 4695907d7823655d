/// Selectors that select nothing: the object is there and has no effect.
package enum EmptySelections: PlatformCheck {
  /// Reports Services, budgets, network policies and monitors that select no pod, or no Service.
  package static func report(on platform: CheckedPlatform, _ diagnostics: DiagnosticCollector) {
    for service in platform.manifests.services where !service.selector.isEmpty {
      guard service.type != .externalName, platform.pods(of: service).isEmpty,
        !platform.mayBeOperated(service.selector, in: service.metadata.home)
      else { continue }
      warn(
        "no pod has the labels that the Service \(service.metadata.name) selects: it has no "
          + "endpoints", LabelSelector(matchLabels: service.selector), in: [service.metadata.home],
        at: service.selectorSpan, platform, diagnostics)
    }
    for budget in platform.manifests.podDisruptionBudgets {
      guard let selector = budget.selector else {
        diagnostics.warning(
          "the PodDisruptionBudget \(budget.metadata.name) has no selector and protects no pod",
          at: budget.metadata.nameSpan, code: "empty-selection",
          help: "an empty selector, {}, selects all pods of the namespace")
        continue
      }
      check(
        selector, in: [budget.metadata.home], at: budget.selectorSpan,
        "the PodDisruptionBudget \(budget.metadata.name) protects no pod", platform, diagnostics)
    }
    for policy in platform.manifests.networkPolicies {
      check(
        policy.podSelector, in: [policy.metadata.home], at: policy.podSelectorSpan,
        "the NetworkPolicy \(policy.metadata.name) is about no pod", platform, diagnostics)
    }
    for monitor in platform.manifests.podMonitors {
      check(
        monitor.selector, in: monitor.namespaceSelector.names(from: monitor.metadata.home),
        at: monitor.selectorSpan, "the PodMonitor \(monitor.metadata.name) finds no pod", platform,
        diagnostics)
    }
    for monitor in platform.manifests.serviceMonitors { check(monitor, platform, diagnostics) }
  }

  /// Reports a selector that no pod of some namespaces matches; nil stands for all namespaces.
  static func check(
    _ selector: LabelSelector, in namespaces: [String]?, at span: SourceSpan, _ message: String,
    _ platform: CheckedPlatform, _ diagnostics: DiagnosticCollector
  ) {
    guard !selector.isEmpty else { return }
    let isMatched = platform.pods.contains { group in
      namespaces?.contains(group.namespace) ?? true && group.matches(selector)
    }
    let mayBeOperated = platform.manifests.unknown.contains { object in
      namespaces?.contains(object.namespace ?? "default") ?? true
        && selector.matchLabels.entries.contains { $0.value == object.name }
    }
    guard !isMatched, !mayBeOperated else { return }
    warn(message, selector, in: namespaces, at: span, platform, diagnostics)
  }

  private static func check(
    _ monitor: ServiceMonitor, _ platform: CheckedPlatform, _ diagnostics: DiagnosticCollector
  ) {
    let namespaces = monitor.namespaceSelector.names(from: monitor.metadata.home)
    let found = platform.manifests.services.filter {
      namespaces?.contains($0.metadata.home) ?? true && monitor.selector.matches($0.metadata.labels)
    }
    guard !found.isEmpty else {
      // The API server's own Service, and the one that the Prometheus Operator makes of kubelets.
      let ofClusters = [
        ("component", "apiserver"), ("k8s-app", "kubelet"), ("app.kubernetes.io/name", "kubelet"),
      ]
      if ofClusters.contains(where: { monitor.selector.matchLabels[$0.0] == $0.1 }) { return }
      diagnostics.warning(
        "the ServiceMonitor \(monitor.metadata.name) finds no Service", at: monitor.selectorSpan,
        code: "empty-selection",
        help: "it selects by the labels of Services, in the namespaces of its namespaceSelector")
      return
    }
    for endpoint in monitor.endpoints {
      guard let port = endpoint.port else { continue }
      let names = found.flatMap(\.ports).compactMap(\.name)
      guard !names.contains(port) else { continue }
      diagnostics.warning(
        "no Service that the ServiceMonitor \(monitor.metadata.name) finds has a port named "
          + "\"\(port)\"", at: endpoint.portSpan, code: "closed-port",
        help: nearest(port, in: names).map { "did you mean \"\($0)\"?" })
    }
  }

  private static func warn(
    _ message: String, _ selector: LabelSelector, in namespaces: [String]?, at span: SourceSpan,
    _ platform: CheckedPlatform, _ diagnostics: DiagnosticCollector
  ) {
    let shown = span.line == span.endLine ? span : span.start
    diagnostics.warning(
      message, at: shown, code: "empty-selection",
      help: advice(selector, in: namespaces, platform))
  }

  /// The workload that comes nearest: another namespace's with these labels, or the one that shares
  /// most of them.
  private static func advice(
    _ selector: LabelSelector, in namespaces: [String]?, _ platform: CheckedPlatform
  ) -> String? {
    let elsewhere = platform.pods.first {
      !(namespaces?.contains($0.namespace) ?? true) && $0.matches(selector)
    }
    if let elsewhere { return "\(elsewhere.subject) has them, in another namespace" }
    var best: (group: PodMaker, key: String, count: Int)?
    for group in platform.pods where namespaces?.contains(group.namespace) ?? true {
      let wanted = selector.matchLabels.entries
      let different = wanted.filter { group.labels[$0.key] != $0.value }
      let isNear = different.contains { entry in
        group.labels[entry.key].map { nearest(entry.value, in: [$0]) != nil } ?? false
      }
      let count = wanted.count - different.count + (isNear ? 1 : 0)
      guard count > best?.count ?? 0, let key = different.first?.key else { continue }
      best = (group, key, count)
    }
    return best.map { best in
      let value = best.group.labels[best.key]
      return "the pods of \(best.group.subject) "
        + (value.map { "have \(best.key): \($0)" } ?? "do not have the label \(best.key)")
    }
  }
}

extension NamespaceSelector {
  /// The namespaces that it means; nil for all.
  fileprivate func names(from home: String) -> [String]? {
    any ? nil : matchNames.isEmpty ? [home] : matchNames
  }
}
