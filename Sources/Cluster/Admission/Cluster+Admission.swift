import Manifests
import SimulationKernel

/// What the API server decides on a pod before it is created: first the plugins that change it
/// (ServiceAccount, Priority), then LimitRanger, PodSecurity and, last, ResourceQuota.
extension Cluster {
  /// Why a pod of a template is refused, in the words after `is forbidden:`; nil when it is not.
  func admissionProblem(of template: Int32, at now: SimTime) -> String? {
    let compiled = templates[Int(template)]
    let namespace = namespaceTable[compiled.namespace]
    if let name = compiled.spec.missingAccount {
      return
        "error looking up service account \(namespace)/\(name): serviceaccount \"\(name)\" not found"
    }
    if let name = compiled.spec.missingPriorityClass {
      return "no PriorityClass with name \(name) was found"
    }
    for range in limitRanges where range.namespace == namespace {
      if let problem = range.problem(with: compiled.spec) { return problem }
    }
    if let problem = securityProblem(of: compiled.spec, in: namespace) { return problem }
    for quota in quotas where quota.namespace == namespace && quota.counts(compiled.spec) {
      if let problem = problem(with: compiled.spec, quota, at: now) { return problem }
    }
    return nil
  }

  private func securityProblem(of template: PodTemplate, in namespace: String) -> String? {
    guard let labels = namespaces.first(where: { $0.name == namespace })?.labels,
      let name = labels["pod-security.kubernetes.io/enforce"],
      let level = PodSecurityLevel(rawValue: name)
    else { return nil }
    let found = template.security.violations(of: level)
    guard !found.isEmpty else { return nil }
    let version = labels["pod-security.kubernetes.io/enforce-version"] ?? "latest"
    return "violates PodSecurity \"\(name):\(version)\": \(found.joined(separator: ", "))"
  }

  /// A quota's answer to another pod: missing fields, or too much.
  private func problem(
    with template: PodTemplate, _ quota: QuotaSpec, at now: SimTime
  ) -> String? {
    let open = quota.hard.map(\.name).sorted().compactMap { name -> String? in
      let containers = template.containersWithout(name).sorted()
      return containers.isEmpty ? nil : "\(name) for: \(containers.joined(separator: ","))"
    }
    guard open.isEmpty else {
      return "failed quota: \(quota.name): must specify \(open.joined(separator: "; "))"
    }
    return quota.excess(
      of: quota.hard.map { template.quotaUsage($0.name) ?? 0 }, used: podUsage(of: quota, at: now))
  }
}
