extension PodSpec {
  /// Reports amounts of the whole pod that contradict each other or its containers'
  /// (validatePodResources), where the version has them (PodLevelResources).
  ///
  /// An absent request is that of the containers together, or else the limit (setDefaultPodRequests
  /// in pkg/apis/core/v1/defaults.go).
  func checkResources(_ version: ClusterVersion?, _ diagnostics: DiagnosticCollector) {
    guard let resources, version?.hasWholeResources ?? true else { return }
    if !resources.claims.isEmpty {
      diagnostics.error(
        "a pod may have no claims in its own resources", at: resources.spans["claims"].start,
        code: "invalid-value", help: "write them in those of a container")
    }
    let limits = resources.limits
    let own = resources.requests.entries.filter { entry in
      !limits.entries.contains { $0.span == entry.span }
    }
    for entry in own + limits.entries
    where !["cpu", "memory"].contains(entry.name) && !entry.name.hasPrefix("hugepages-") {
      diagnostics.error(
        "\"\(entry.name)\" is no resource of a whole pod", at: entry.span, code: "invalid-value",
        help: "cpu, memory or huge pages")
    }
    for name in ["cpu", "memory"] {
      checkAmounts(of: name, given: own.first { $0.name == name }, limits, diagnostics)
    }
  }

  /// Reports a request or a limit of the pod that its containers exceed.
  private func checkAmounts(
    of name: String, given: ResourceList.Entry?, _ limits: ResourceList,
    _ diagnostics: DiagnosticCollector
  ) {
    let together = containerRequest(of: name)
    if let given, given.quantity < together {
      diagnostics.error(
        "the pod's request of \(name) is less than its containers'", at: given.span,
        code: "request-beyond-limit")
    }
    guard let limit = limits.entries.first(where: { $0.name == name }) else { return }
    if max(given?.quantity ?? together, together) > limit.quantity {
      diagnostics.error(
        "the pod's limit of \(name) is less than its request", at: limit.span,
        code: "request-beyond-limit")
    }
    for container in containers {
      guard let entry = container.resources.limits.entries.first(where: { $0.name == name }),
        entry.quantity > limit.quantity
      else { continue }
      diagnostics.error(
        "the limit of \(name) is greater than the pod's", at: entry.span,
        code: "request-beyond-limit", labels: [(limit.span, "the pod's limit")])
    }
  }

  /// What the containers request together: app containers and sidecars, or the greatest init step
  /// (component-helpers resource AggregateContainerRequests).
  private func containerRequest(of name: String) -> Quantity {
    var steady = Quantity.zero
    var peak = Quantity.zero
    for container in initContainers {
      let request = container.resources.requests[name] ?? .zero
      peak = max(peak, steady + request)
      if container.restartPolicy == .always { steady = steady + request }
    }
    for container in containers { steady = steady + (container.resources.requests[name] ?? .zero) }
    return max(steady, peak)
  }
}
