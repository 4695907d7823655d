import Manifests
import SimulationKernel

/// What is in a namespace that goes, and what is left of it (pkg/controller/namespace/deletion).
extension Cluster {
  /// Deletes the pods of a namespace and nothing else; controllers can not replace them.
  mutating func deletePods(ofNamespace name: String, in simulation: inout Simulation) {
    for workload in workloads.indices where workloads[workload].namespace == name {
      if workloads[workload].kind == .pod {
        removeWorkload(workload, in: &simulation)
      } else {
        deletePods(of: workload, in: &simulation)
      }
    }
  }

  /// The longest grace of a namespace's pods that have not ended; zero if it is over since the
  /// namespace was deleted (estimateGracefulTermination).
  func longestGrace(in end: NamespaceEnd, at now: SimTime) -> SimDuration {
    var longest = SimDuration.zero
    for workload in workloads.indices where workloads[workload].namespace == end.name {
      for pod in workloads[workload].pods where !isStatic(pod) && !hasEnded(pod) {
        longest = max(longest, templates[Int(pods[pod].template)].spec.terminationGrace)
      }
    }
    return now - end.deletedAt < longest ? longest : .zero
  }

  private func hasEnded(_ pod: PodHandle) -> Bool {
    pods[pod].phase == .succeeded || pods[pod].phase == .failed
  }

  /// Whether a pod of which the API deletes the object stays for a while: its kubelet ends it
  /// first, or finalizers keep it (pkg/registry/core/pod strategy.go CheckGracefulDelete).
  ///
  /// The mirror of a static pod goes at once; its kubelet can not make another one.
  private func lingers(_ pod: PodHandle) -> Bool {
    guard !isStatic(pod) else { return false }
    return pods[pod].node >= 0 && !hasEnded(pod) || !keepers(of: pod).isEmpty
  }

  /// The finalizers of a pod, with that of a Job which has not counted it.
  private func keepers(of pod: PodHandle) -> [String] {
    let owner = workloads[Int(pods[pod].owner)]
    let isTracked =
      pods[pod].waitsForJob && !pods[pod].isCounted && owner.exists && !owner.job.isFinished
    return finalizers(of: pod) + (isTracked ? ["batch.kubernetes.io/job-tracking"] : [])
  }

  /// Adds the pods of a namespace that are left.
  func countPods(
    of name: String, grace: SimDuration, in remains: inout NamespaceRemains
  ) {
    var left: [[String]] = []
    for workload in workloads.indices where workloads[workload].namespace == name {
      for pod in workloads[workload].pods where lingers(pod) { left.append(keepers(of: pod)) }
    }
    remains.count(pods: left, grace: grace, in: name)
  }

  /// Deletes the claims of a namespace, which go when no pod uses them and nothing else keeps them;
  /// adds those that are left.
  mutating func deleteClaims(
    of name: String, in remains: inout NamespaceRemains, _ simulation: inout Simulation
  ) {
    var isUsed = Array(repeating: false, count: volumes.claims.count)
    for workload in workloads.indices where workloads[workload].namespace == name {
      for pod in workloads[workload].pods where lingers(pod) && pods[pod].node >= 0 {
        for claim in claims(of: pod).compactMap(\.index) { isUsed[claim] = true }
      }
    }
    for claim in volumes.claims.indices
    where !volumes.claims[claim].isDeleted && volumes.claims[claim].spec.namespace == name {
      let kind = "PersistentVolumeClaim"
      let written = ledger.object(kind, name, volumes.claims[claim].spec.name)?.finalizers ?? []
      let keepers = (isUsed[claim] ? ["kubernetes.io/pvc-protection"] : []) + written
      if keepers.isEmpty {
        remove(claim: claim, in: &simulation)
      } else {
        remains.count("persistentvolumeclaims.", keptBy: keepers)
      }
    }
  }

  /// Deletes all but claims; returns the objects that finalizers keep.
  mutating func deleteContent(
    of name: String, in simulation: inout Simulation
  ) -> [QuotaObject] {
    let kept = ledger.keepAll(in: name)
    deleteWorkloads(of: name, in: &simulation)
    deleteServices(of: name, in: &simulation)
    deletePolicies(of: name)
    let ledger = ledger
    configurations.removeAll(in: name) { ledger.keeps($0, name, $1) }
    access.removeAll(in: name) { ledger.keeps($0, name, $1) }
    removeNetworkPolicies(of: name, in: &simulation) { ledger.keeps("NetworkPolicy", name, $0) }
    self.ledger.removeAll(in: name)
    let pods = workloads.indices.filter {
      workloads[$0].namespace == name && workloads[$0].exists && isKeptByFinalizer($0)
    }
    written.removeAll(
      in: name,
      beside: kept.map { ($0.kind, $0.name) } + pods.map { ("Pod", workloads[$0].name) })
    return kept
  }

  private mutating func deleteServices(of name: String, in simulation: inout Simulation) {
    for service in services.indices
    where services[service].exists && services[service].spec.namespace == name
      && !ledger.keeps("Service", name, services[service].spec.name)
    {
      services[service].exists = false
      scheduleSlice(service, in: &simulation)
    }
  }

  private mutating func deletePolicies(of name: String) {
    for budget in budgets.indices
    where budgets[budget].spec.namespace == name
      && !ledger.keeps("PodDisruptionBudget", name, budgets[budget].spec.name)
    {
      budgets[budget].exists = false
    }
    for scaler in autoscaling.autoscalers.indices
    where autoscaling.autoscalers[scaler].spec.namespace == name
      && !ledger.keeps("HorizontalPodAutoscaler", name, autoscaling.autoscalers[scaler].spec.name)
    {
      autoscaling.autoscalers[scaler].delete()
    }
    let ledger = ledger
    quotas.removeAll { $0.namespace == name && !ledger.keeps("ResourceQuota", name, $0.name) }
    let ranges = limitRanges.count
    limitRanges.removeAll { $0.namespace == name && !ledger.keeps("LimitRange", name, $0.name) }
    if limitRanges.count < ranges { recompileTemplates(in: [name]) }
    _ = volumes.deleteCapacities {
      $0.namespace == name && !ledger.keeps("CSIStorageCapacity", name, $0.name)
    }
  }

  /// Deletes what owns pods, and the pods; what such an object owns goes also where finalizers keep
  /// the object.
  private mutating func deleteWorkloads(of name: String, in simulation: inout Simulation) {
    operatorUpdates.removeAll { workloads[$0.workload].namespace == name }
    for workload in workloads.indices where workloads[workload].namespace == name {
      if workloads[workload].isAbandoned { workloads[workload].exists = true }
      workloads[workload].isAbandoned = false
      removeWorkload(workload, in: &simulation)
      guard workloads[workload].exists, !isKeptByFinalizer(workload) else { continue }
      removeDependents(of: workload, in: &simulation)
    }
    abandoned.removeAll { !workloads[Int($0)].isAbandoned }
  }
}
