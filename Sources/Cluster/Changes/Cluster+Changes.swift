package import Manifests
package import SimulationKernel

/// What administrators do: the catalog of changes. Each is also a line among the Kubernetes events,
/// in the words of kubectl.
extension Cluster {
  /// Makes a change of the scenario; `update` is what an `apply` brings.
  ///
  /// Returns why the API refused it; nil where it did not.
  @discardableResult
  package mutating func make(
    _ action: ChangeAction, update: ClusterUpdate?, in simulation: inout Simulation
  ) -> String? {
    if case .reboot(let change) = action { return reboot(change, in: &simulation) }
    guard isControlPlaneUp else {
      return refuse(
        "Change", "", action.word, "ConnectionRefused",
        "kubectl \(action.word): Unable to connect to the server", in: simulation)
    }
    switch action {
    case .apply: if let update { return apply(update, in: &simulation) }
    case .scale(let workload, let replicas):
      return scale(workload, to: replicas, in: &simulation)
    case .restart(let workload): return restart(workload, in: &simulation)
    case .rollback(let workload, let revision):
      return rollBack(workload, to: revision, in: &simulation)
    case .drain(let node, _): return change(node, "drain", in: &simulation)
    case .cordon(let node, _): return change(node, "cordon", in: &simulation)
    case .uncordon(let node, _): return change(node, "uncordon", in: &simulation)
    case .taint(let taint): return change(taint, in: &simulation)
    case .resize(let change): return resize(change, in: &simulation)
    case .delete(let object): return delete(object, in: &simulation)
    case .reboot: break
    }
    return nil
  }

  /// Whether a node is being drained.
  package func isDraining(_ name: String) -> Bool {
    guard let node = nodeIndex(name) else { return false }
    return drains.contains { $0.node == node }
  }

  /// Records that the API refused something, and returns its words.
  mutating func refuse(
    _ kind: String, _ namespace: String, _ name: String, _ reason: String, _ problem: String,
    in simulation: borrowing Simulation
  ) -> String {
    record(
      kind: kind, namespace: namespace, name: name, reason, problem, isWarning: true,
      by: .kubectl, in: simulation)
    return problem
  }

  /// What a reference means that is there: a workload, or a Deployment's ReplicaSet.
  private func find(_ reference: WorkloadReference) -> ScaleTarget? {
    let namespace = reference.namespace ?? "default"
    let kind = reference.kind.map { String($0.prefix { $0 != "." }) }
    let workload = workloads.indices.first { index in
      let owner = workloads[index]
      return owner.exists && owner.name == reference.name && owner.namespace == namespace
        && (kind.map {
          owner.objectKind.lowercased() == $0 || owner.userKind.lowercased() == $0
        } ?? true)
    }
    if let workload { return ScaleTarget(workload: workload) }
    guard kind.map({ $0 == "replicaset" }) ?? true else { return nil }
    return ownedSet(reference.name, in: namespace).map { ScaleTarget($0) }
  }

  private mutating func miss(
    _ reference: WorkloadReference, in simulation: borrowing Simulation
  ) -> String {
    refuse(
      "Change", reference.namespace ?? "default", reference.name, "NotFound",
      "Error from server (NotFound): \"\(reference.name)\" not found", in: simulation)
  }

  /// Records that kubectl does not do something with a workload's kind, and returns its words.
  private mutating func refusal(
    of command: WorkloadCommand, on target: ScaleTarget, in simulation: borrowing Simulation
  ) -> String? {
    let set = setName(of: target)
    let problem =
      set.map { command.problem(on: .replicaSet, named: $0) }
      ?? command.problem(on: workloads[target.workload])
    guard let problem else { return nil }
    record(
      workload: target.workload, kind: set.map { _ in "ReplicaSet" }, name: set, "CommandRefused",
      problem, isWarning: true, by: .kubectl, in: simulation)
    return problem
  }

  /// The name of a ReplicaSet; nil for a workload.
  private func setName(of target: ScaleTarget) -> String? {
    target.revision.map { replicaSetName(target.workload, $0) }
  }

  private mutating func scale(
    _ reference: WorkloadReference, to replicas: Int, in simulation: inout Simulation
  ) -> String? {
    guard let target = find(reference) else { return miss(reference, in: simulation) }
    if let problem = refusal(of: .scale, on: target, in: simulation) { return problem }
    if let problem = webhookRefusal(ofScaling: target, in: simulation) { return problem }
    let set = setName(of: target)
    let label =
      set.map { KubectlName.object("ReplicaSet", $0) } ?? workloads[target.workload].label
    record(
      workload: target.workload, kind: set.map { _ in "ReplicaSet" }, name: set, "Scaled",
      label + " scaled", by: .kubectl, in: simulation)
    scale(target, to: replicas, in: &simulation)
    return nil
  }

  private mutating func restart(
    _ reference: WorkloadReference, in simulation: inout Simulation
  ) -> String? {
    guard let target = find(reference) else { return miss(reference, in: simulation) }
    if let problem = refusal(of: .restart, on: target, in: simulation) { return problem }
    let workload = target.workload
    guard !workloads[workload].spec.isPaused else {
      let problem = "can't restart paused deployment (run rollout resume first)"
      record(
        workload: workload, "RestartRefused", problem, isWarning: true, by: .kubectl, in: simulation
      )
      return problem
    }
    if let problem = webhookRefusal(ofChanging: workload, in: simulation) { return problem }
    let label = workloads[workload].label
    record(workload: workload, "Restarted", label + " restarted", by: .kubectl, in: simulation)
    var template = workloads[workload].spec.template
    template.restartedAt = simulation.now
    adoptTemplate(template, of: workload)
    scheduleSync(of: workload, in: &simulation)
    return nil
  }

  private mutating func rollBack(
    _ reference: WorkloadReference, to revision: Int?, in simulation: inout Simulation
  ) -> String? {
    guard let target = find(reference) else { return miss(reference, in: simulation) }
    if let problem = refusal(of: .rollBack, on: target, in: simulation) { return problem }
    let workload = target.workload
    if let problem = rollBack(workload: workload, toRevision: revision, in: &simulation) {
      return problem
    }
    let label = workloads[workload].label
    record(workload: workload, "RolledBack", label + " rolled back", by: .kubectl, in: simulation)
    return nil
  }

  private mutating func missNode(
    _ name: String, in simulation: borrowing Simulation
  ) -> String {
    refuse(
      "Node", "", name, "NotFound", "Error from server (NotFound): nodes \"\(name)\" not found",
      in: simulation)
  }

  /// A machine is told to reboot, which needs no API.
  private mutating func reboot(
    _ change: RebootChange, in simulation: inout Simulation
  ) -> String? {
    guard let node = machineIndex(change.node) else {
      return missNode(change.node, in: simulation)
    }
    record(
      node: node, "Rebooting", "node/\(change.node) is told to reboot", by: .kubectl, in: simulation
    )
    reboot(node: node, change, in: &simulation)
    return nil
  }

  private mutating func change(
    _ name: String, _ word: String, in simulation: inout Simulation
  ) -> String? {
    guard let node = nodeIndex(name) else { return missNode(name, in: simulation) }
    switch word {
    case "drain":
      record(
        node: node, "Draining", "node/\(name) cordoned, evicting its pods", by: .kubectl,
        in: simulation)
      drain(node: node, in: &simulation)
    case "cordon":
      return change(node: node, isCordoned: true, in: &simulation)
    default:
      // A drain goes on: it cordons its node once (kubectl pkg/cmd/drain RunDrain).
      return change(node: node, isCordoned: false, in: &simulation)
    }
    return nil
  }

  /// `kubectl cordon` or `uncordon`, with what it prints (kubectl pkg/cmd/drain
  /// RunCordonOrUncordon).
  private mutating func change(
    node: Int, isCordoned: Bool, in simulation: inout Simulation
  ) -> String? {
    let known = nodes[node].isCordoned == isCordoned ? "already " : ""
    if let problem = askToCordon(node: node, isCordoned, in: &simulation) { return problem }
    let word = isCordoned ? "cordoned" : "uncordoned"
    record(
      node: node, isCordoned ? "Cordoned" : "Uncordoned",
      "node/\(nodeSpecs[node].name) \(known)\(word)", by: .kubectl, in: simulation)
    return nil
  }

  private mutating func change(
    _ change: TaintChange, in simulation: inout Simulation
  ) -> String? {
    guard let node = nodeIndex(change.node) else { return missNode(change.node, in: simulation) }
    let effect = change.effect.flatMap { NodeTaint.Effect(rawValue: $0.rawValue) }
    if change.isRemoved, !hasTaint(node: node, key: change.key, effect: effect) {
      return refuse(
        "Node", "", change.node, "NotFound", "error: taint \"\(change.key)\" not found",
        in: simulation)
    }
    if let problem = webhookRefusal(ofChangingNode: node, in: simulation) { return problem }
    if change.isRemoved {
      untaint(node: node, key: change.key, effect: effect, in: &simulation)
      record(node: node, "Untainted", "node/\(change.node) untainted", by: .kubectl, in: simulation)
    } else {
      let taint = NodeTaint(key: change.key, value: change.value, effect: effect ?? .noSchedule)
      self.taint(node: node, taint, in: &simulation)
      record(node: node, "Tainted", "node/\(change.node) tainted", by: .kubectl, in: simulation)
    }
    return nil
  }
}
