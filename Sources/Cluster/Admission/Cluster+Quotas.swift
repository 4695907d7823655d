package import SimulationKernel

/// What namespaces use of their quotas (pkg/quota/v1/evaluator/core), and what that keeps out.
extension Cluster {
  /// Pods of one template.
  private struct PodCount {
    let template: Int32
    /// Pods whose resources are charged, and those that are only counted as objects.
    var charged: Int64 = 0
    var counted: Int64 = 0
  }

  /// Why quotas refuse an object that charges something, in the words after `is forbidden:`.
  func quotaProblem(
    of charges: [QuotaAmount], _ scoping: QuotaScoping = .object, in namespace: String
  ) -> String? {
    guard !quotas.isEmpty else { return nil }
    return quotas.problem(of: charges, scoping, in: namespace) { objectUsage(of: $0) }
  }

  /// What a quota's status says is used of each of its resources, in thousandths.
  package func usage(of quota: QuotaSpec, at now: SimTime) -> [Int64] {
    var used = podUsage(of: quota, at: now)
    for (index, amount) in objectUsage(of: quota).enumerated() { used[index] += amount }
    return used
  }

  /// What pods take of each of a quota's resources: those that have ended count as objects only,
  /// and so do those that should be gone (QuotaV1Pod).
  func podUsage(of quota: QuotaSpec, at now: SimTime) -> [Int64] {
    var used = quota.nothing
    for count in podCounts(in: quota.namespace, at: now) {
      let template = templates[Int(count.template)].spec
      guard quota.counts(template) else { continue }
      for (index, bound) in quota.hard.enumerated() {
        let pods = bound.name == "count/pods" ? count.charged + count.counted : count.charged
        used[index] += (template.quotaUsage(bound.name) ?? 0) * pods
      }
    }
    return used
  }

  private func podCounts(in namespace: String, at now: SimTime) -> [PodCount] {
    var counts: [PodCount] = []
    for workload in workloads.indices where workloads[workload].namespace == namespace {
      for pod in workloads[workload].pods {
        let template = chargedTemplate(of: pod)
        let row: Int
        if let known = counts.lastIndex(where: { $0.template == template }) {
          row = known
        } else {
          row = counts.count
          counts.append(PodCount(template: template))
        }
        if isCharged(pod, at: now) {
          counts[row].charged += 1
        } else {
          counts[row].counted += 1
        }
      }
    }
    return counts
  }

  /// Whether a pod's resources are charged: not once it has ended, nor when its grace is over a
  /// second time without its kubelet's word (pkg/quota/v1/evaluator/core/pods.go QuotaV1Pod).
  private func isCharged(_ pod: PodHandle, at now: SimTime) -> Bool {
    let state = pods[pod]
    guard state.phase != .failed, state.phase != .succeeded else { return false }
    guard state.isTerminating, state.deletionDueAt < now else { return true }
    return now - state.deletionDueAt <= state.deletionGrace
  }

  /// What objects other than pods take of each of a quota's resources.
  private func objectUsage(of quota: QuotaSpec) -> [Int64] {
    var used = quota.nothing
    addClaims(to: &used, of: quota)
    guard quota.scopes.isEmpty else { return used }
    for object in ledger.objects where object.namespace == quota.namespace {
      guard object.resource != "persistentvolumeclaims" else { continue }
      quota.add(object.charges, to: &used)
    }
    for workload in workloads.indices where workloads[workload].namespace == quota.namespace {
      quota.add(madeObjects(of: workload), to: &used)
    }
    return used
  }

  /// Claims of pods are among those of a namespace, and claims grow.
  private func addClaims(to used: inout [Int64], of quota: QuotaSpec) {
    for claim in volumes.claims where !claim.isDeleted {
      guard claim.spec.namespace == quota.namespace,
        quota.counts(.claim(attributesClass: claim.spec.attributesClass))
      else { continue }
      quota.add(volumes.charges(of: claim.spec), to: &used)
    }
  }

  /// What controllers made for a workload, or as one: ReplicaSets, Jobs, what operators write.
  private func madeObjects(of workload: Int) -> [QuotaAmount] {
    let owner = workloads[workload]
    guard owner.exists || owner.isAbandoned else { return [] }
    switch owner.kind {
    case .deployment:
      // Written ones are among the manifests' objects.
      let sets = owner.revisions.count { set in
        !set.isGone && set.origin.map { workloads[Int($0.workload)].kind != .replicaSet } ?? true
      }
      let isMade = !["Deployment", "Rollout"].contains(owner.userKind)
      return [QuotaAmount(name: "count/replicasets.apps", units: Int64(sets))]
        + (isMade ? [QuotaAmount(name: "count/deployments.apps", units: 1)] : [])
    case .statefulSet where owner.userKind != "StatefulSet":
      return [QuotaAmount(name: "count/statefulsets.apps", units: 1)]
    case .job where owner.owner >= 0: return [QuotaAmount(name: "count/jobs.batch", units: 1)]
    default: return []
    }
  }
}
