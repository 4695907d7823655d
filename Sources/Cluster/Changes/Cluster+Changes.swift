package import Manifests
package import SimulationKernel

/// What operators do: the catalog of changes. Each is also a line among the Kubernetes events, in
/// the words of kubectl.
extension Cluster {
  /// Makes a change of the scenario; `update` is what an `apply` brings.
  package mutating func make(
    _ action: ChangeAction, update: ClusterUpdate?, in simulation: inout Simulation
  ) {
    guard isControlPlaneUp else {
      record(
        kind: "Change", namespace: "", name: action.word, "ConnectionRefused",
        "kubectl \(action.word): Unable to connect to the server", isWarning: true,
        in: simulation)
      return
    }
    switch action {
    case .apply: if let update { apply(update, in: &simulation) }
    case .scale(let workload, let replicas): scale(workload, to: replicas, in: &simulation)
    case .restart(let workload): restart(workload, in: &simulation)
    case .rollback(let workload, let revision):
      rollBack(workload, to: revision, in: &simulation)
    case .drain(let node, _): change(node, "drain", in: &simulation)
    case .cordon(let node, _): change(node, "cordon", in: &simulation)
    case .uncordon(let node, _): change(node, "uncordon", in: &simulation)
    case .delete(let object): delete(object, in: &simulation)
    }
  }

  /// The workload of a reference that is there; its absence is an event.
  private mutating func find(
    _ reference: WorkloadReference, in simulation: borrowing Simulation
  ) -> Int? {
    let namespace = reference.namespace ?? "default"
    let kind = reference.kind.map { String($0.prefix { $0 != "." }) }
    let index = workloads.indices.first { place in
      let owner = workloads[place]
      return owner.exists && owner.name == reference.name && owner.namespace == namespace
        && (kind.map {
          owner.kind.rawValue.lowercased() == $0 || owner.userKind.lowercased() == $0
        } ?? true)
    }
    if index == nil {
      record(
        kind: "Change", namespace: namespace, name: reference.name, "NotFound",
        "Error from server (NotFound): \"\(reference.name)\" not found", isWarning: true,
        in: simulation)
    }
    return index
  }

  private mutating func scale(
    _ reference: WorkloadReference, to replicas: Int, in simulation: inout Simulation
  ) {
    guard let workload = find(reference, in: simulation) else { return }
    record(workload: workload, "Scaled", "scaled to \(replicas)", in: simulation)
    scale(workload: workload, to: replicas, in: &simulation)
  }

  private mutating func restart(
    _ reference: WorkloadReference, in simulation: inout Simulation
  ) {
    guard let workload = find(reference, in: simulation) else { return }
    guard !workloads[workload].spec.isPaused else {
      record(
        workload: workload, "RestartRefused",
        "can't restart paused deployment (run rollout resume first)", isWarning: true,
        in: simulation)
      return
    }
    record(workload: workload, "Restarted", "restarted", in: simulation)
    var template = workloads[workload].spec.template
    template.restartedAt = simulation.now
    adoptTemplate(template, of: workload)
    scheduleSync(of: workload, in: &simulation)
  }

  private mutating func rollBack(
    _ reference: WorkloadReference, to revision: Int?, in simulation: inout Simulation
  ) {
    guard let workload = find(reference, in: simulation) else { return }
    if let problem = rollBack(workload: workload, toRevision: revision, in: &simulation) {
      record(workload: workload, "RollbackRefused", problem, isWarning: true, in: simulation)
    } else {
      record(workload: workload, "RolledBack", "rolled back", in: simulation)
    }
  }

  private mutating func change(
    _ name: String, _ word: String, in simulation: inout Simulation
  ) {
    guard let node = nodeIndex(name) else {
      record(
        kind: "Node", namespace: "", name: name, "NotFound",
        "Error from server (NotFound): nodes \"\(name)\" not found", isWarning: true,
        in: simulation)
      return
    }
    switch word {
    case "drain":
      record(node: node, "Draining", "node/\(name) cordoned, evicting its pods", in: simulation)
      drain(node: node, in: &simulation)
    case "cordon":
      record(node: node, "NodeNotSchedulable", "node/\(name) cordoned", in: simulation)
      cordon(node: node, true, in: &simulation)
    default:
      record(node: node, "NodeSchedulable", "node/\(name) uncordoned", in: simulation)
      drains.removeAll { $0.node == node }
      cordon(node: node, false, in: &simulation)
    }
  }
}

extension ChangeAction {
  /// kubectl's word for it.
  fileprivate var word: String {
    switch self {
    case .apply: "apply"
    case .scale: "scale"
    case .restart: "rollout restart"
    case .rollback: "rollout undo"
    case .drain: "drain"
    case .cordon: "cordon"
    case .uncordon: "uncordon"
    case .delete: "delete"
    }
  }
}
