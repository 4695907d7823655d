import Manifests
import SimulationKernel

/// What the API server decides on a pod before it is created: first the plugins that change it
/// (ServiceAccount, Priority, RuntimeClass, webhooks), then validation, LimitRanger, PodSecurity,
/// other webhooks and, last, ResourceQuota (pkg/kubeapiserver/options AllOrderedPlugins).
extension Cluster {
  /// Why a pod of a template is refused; nil when it is not.
  ///
  /// What LimitRanger fills in is validated before the plugins that only look.
  ///
  /// - Parameter waited: grows by how long webhooks that did not answer were waited for.
  mutating func refusal(
    of template: Int32, at now: SimTime, waited: inout SimDuration
  ) -> PodRefusal? {
    let compiled = templates[Int(template)]
    let namespace = namespaceTable[compiled.namespace]
    let ranges = limitRanges.filter { $0.namespace == namespace }
    if let problem = referenceProblem(of: compiled.spec, in: namespace) {
      return .forbidden(problem)
    }
    let mutated = askWebhooks(aboutPodOf: template, areMutating: true)
    waited += mutated.waited
    if let failure = mutated.failure { return .unanswered(failure) }
    let labels = namespaces.first { $0.name == namespace }?.labels
    if let refusal = compiled.spec.refusal(by: ranges, inNamespaceWith: labels) { return refusal }
    let validated = askWebhooks(aboutPodOf: template, areMutating: false)
    waited += validated.waited
    if let failure = validated.failure { return .unanswered(failure) }
    for quota in quotas where quota.namespace == namespace && quota.counts(compiled.spec) {
      if let problem = problem(with: compiled.spec, quota, at: now) { return .forbidden(problem) }
    }
    return nil
  }

  /// A service account, a priority class or a runtime class that is not there, or one of these
  /// classes that contradicts the pod.
  private func referenceProblem(of template: PodTemplate, in namespace: String) -> String? {
    if let name = template.missingAccount {
      return "error looking up service account \(namespace)/\(name): "
        + "serviceaccount \"\(name)\" not found"
    }
    if let name = template.missingPriorityClass {
      return "no PriorityClass with name \(name) was found"
    }
    return template.refusedPriority ?? template.runtimeRefusal?.text
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
