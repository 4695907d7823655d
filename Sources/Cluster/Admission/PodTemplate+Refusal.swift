import Manifests

extension PodTemplate {
  /// What is against every pod of the template in a namespace: the API server's validation of what
  /// LimitRanger filled in, LimitRanger's bounds, or the level of Pod Security that is enforced.
  ///
  /// - Parameters:
  ///   - ranges: the namespace's own.
  ///   - labels: the namespace's; nil where it is not known.
  func refusal(
    by ranges: [LimitRangeSpec], inNamespaceWith labels: StringMap?
  ) -> PodRefusal? {
    if !ranges.isEmpty, let problem = requestsAboveLimits.aggregate { return .invalid(problem) }
    for range in ranges {
      if let problem = range.problem(with: self) { return .forbidden(problem) }
    }
    return labels.flatMap { securityProblem(inNamespaceWith: $0) }.map { .forbidden($0) }
  }

  private func securityProblem(inNamespaceWith labels: StringMap) -> String? {
    guard let name = labels["pod-security.kubernetes.io/enforce"],
      let level = PodSecurityLevel(rawValue: name)
    else { return nil }
    let found = security.violations(of: level)
    guard !found.isEmpty else { return nil }
    let version = labels["pod-security.kubernetes.io/enforce-version"] ?? "latest"
    return "violates PodSecurity \"\(name):\(version)\": \(found.joined(separator: ", "))"
  }
}

extension ClusterSpec {
  /// Why the API refuses every pod of a workload, whatever else is there, in its words; nil where
  /// it does not.
  ///
  /// Static pods are their kubelet's and nobody's to refuse.
  package func standingRefusal(ofPodsOf workload: WorkloadSpec) -> String? {
    guard !workload.template.isStatic else { return nil }
    let ranges = limitRanges.filter { $0.namespace == workload.namespace }
    var template = workload.template
    for range in ranges { range.fillDefaults(of: &template) }
    let labels = namespaces.first { $0.name == workload.namespace }?.labels
    return template.refusal(by: ranges, inNamespaceWith: labels)?.text(named: workload.name)
  }
}
