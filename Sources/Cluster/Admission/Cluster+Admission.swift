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
      if let problem = problem(with: compiled.spec, quota) { return problem }
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

  /// A resource of which a pod asks too much.
  private struct Excess {
    let name: String
    let asked: Int64
    let used: Int64
    let hard: Int64
  }

  /// A quota's answer to another pod: a missing field, or too much.
  private func problem(with template: PodTemplate, _ quota: QuotaSpec) -> String? {
    for bound in quota.hard {
      let open = template.containersWithout(bound.name)
      if !open.isEmpty {
        return "failed quota: \(quota.name): must specify \(bound.name) for: "
          + open.joined(separator: ",")
      }
    }
    var exceeded: [Excess] = []
    for bound in quota.hard {
      guard let asked = template.quotaUsage(bound.name), asked > 0 else { continue }
      let used = usage(of: bound.name, quota)
      if used + asked > bound.milli {
        exceeded.append(Excess(name: bound.name, asked: asked, used: used, hard: bound.milli))
      }
    }
    guard !exceeded.isEmpty else { return nil }
    func list(_ amount: (Excess) -> Int64) -> String {
      exceeded.map { "\($0.name)=\(QuotaAmount.text($0.name, milli: amount($0)))" }
        .joined(separator: ",")
    }
    return "exceeded quota: \(quota.name), requested: \(list { $0.asked }), used: "
      + "\(list { $0.used }), limited: \(list { $0.hard })"
  }

  /// What the pods that have not ended take of a quota's resource.
  func usage(of resource: String, _ quota: QuotaSpec) -> Int64 {
    var sum: Int64 = 0
    for owner in workloads where owner.namespace == quota.namespace {
      for pod in owner.pods {
        guard pods[pod].phase != .failed, pods[pod].phase != .succeeded else { continue }
        let template = templates[Int(pods[pod].template)].spec
        guard quota.counts(template) else { continue }
        sum += template.quotaUsage(resource) ?? 0
      }
    }
    return sum
  }
}
