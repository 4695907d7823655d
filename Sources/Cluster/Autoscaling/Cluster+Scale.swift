import Manifests
package import SimulationKernel

/// The scales of workloads and of Deployments' ReplicaSets (subresource `scale`).
extension Cluster {
  /// What an autoscaler scales now, which is found by its name; nil where there was never anything
  /// of that name, or the API has no such kind.
  package func target(ofAutoscaler index: Int) -> ScaleTarget? {
    let autoscaler = autoscaling.autoscalers[index]
    guard autoscaler.spec.mappingProblem == nil, autoscaler.spec.customGroup == nil else {
      return nil
    }
    let written = autoscaler.workload.map { ScaleTarget(workload: $0) }
    let isWritten = autoscaler.workload.map { workloads[$0].exists } ?? false
    guard autoscaler.spec.targetKind == "ReplicaSet", !isWritten else { return written }
    let set = ownedSet(autoscaler.spec.targetName, in: autoscaler.spec.namespace)
    return set.map { ScaleTarget($0) } ?? written
  }

  /// The workload that an autoscaler names; nil where there is none, or where it means a custom
  /// kind.
  func workloadIndex(ofTarget spec: AutoscalerSpec) -> Int? {
    guard spec.customGroup == nil else { return nil }
    return workloadIndex(
      kind: spec.targetKind, namespace: spec.namespace, name: spec.targetName)
  }

  /// Whether the object of a scale is in the API.
  func isThere(_ target: ScaleTarget) -> Bool {
    target.revision.map { isThere((target.workload, $0)) } ?? workloads[target.workload].exists
  }

  /// The replicas asked (`spec.replicas`).
  func replicas(of target: ScaleTarget) -> Int {
    let owner = workloads[target.workload]
    return target.revision.map { owner.revisions[$0].replicas } ?? owner.replicas
  }

  /// The pods that are not about to go (`status.replicas`).
  package func activeCount(of target: ScaleTarget) -> Int {
    let owner = workloads[target.workload]
    return target.revision.map { owner.revisions[$0].pods } ?? owner.activeCount
  }

  /// The pods behind a scale: those that a ReplicaSet selects, its Deployment's others too
  /// (`status.selector`).
  package func pods(of target: ScaleTarget) -> [PodHandle] {
    let all = workloads[target.workload].pods
    guard let revision = target.revision else { return all }
    return all.filter { selects(target.workload, revision, $0) }
  }

  /// What selects the pods behind a scale.
  func selector(of target: ScaleTarget) -> LabelSelector {
    var selector = workloads[target.workload].spec.selector
    guard let revision = target.revision else { return selector }
    let set = workloads[target.workload].revisions[revision]
    if let origin = set.origin { return origin.selector }
    selector.matchLabels["pod-template-hash"] = set.hash
    return selector
  }

  /// Writes a scale, as `kubectl scale` or an HPA does.
  mutating func scale(_ target: ScaleTarget, to replicas: Int, in simulation: inout Simulation) {
    if let revision = target.revision {
      scale((target.workload, revision), to: replicas, in: &simulation)
    } else {
      scale(workload: target.workload, to: replicas, in: &simulation)
    }
  }

  /// Writes the scale of a controller, as `kubectl scale` or an HPA does.
  package mutating func scale(workload: Int, to replicas: Int, in simulation: inout Simulation) {
    precondition(replicas >= 0, "a controller is scaled to zero or more pods")
    guard workloads[workload].replicas != replicas else { return }
    workloads[workload].replicas = replicas
    scheduleSync(of: workload, in: &simulation)
  }
}
