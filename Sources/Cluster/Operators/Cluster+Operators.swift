import SimulationKernel

/// Operators act while a pod of theirs is ready on a machine that runs, and the API lets them.
extension Cluster {
  /// How soon after its return an operator has looked at all of its objects again: it lists them as
  /// it starts (assumed, as the length of a start).
  static let operatorLook = SimDuration.seconds(1)

  /// The operator that looks after a workload's pods; nil where it has none.
  func operatorSpec(of workload: Int) -> OperatorSpec? {
    let owner = workloads[workload]
    guard owner.userKind != owner.kind.rawValue || owner.kind == .operated else { return nil }
    return OperatorCatalog.all.first { $0.kinds.contains(owner.userKind) }
  }

  /// The workload with the software of the operator that looks after another's pods; nil where that
  /// has none, or the platform does not show it.
  package func operatorWorkload(of workload: Int) -> Int? {
    operatorSpec(of: workload).flatMap { spec in
      workloads.firstIndex { spec.isSoftware($0.spec.template) }
    }
  }

  /// Whether an operator does its work: the API answers, and a pod of it is ready on a machine that
  /// runs and is reached; where its copies elect one, the pod that they elected.
  package func isAtWork(_ manager: Int) -> Bool {
    guard !isSettling else { return true }
    if let lease = leases.first(where: { $0.workload == manager }) { return isActing(lease) }
    return isControlPlaneUp
      && workloads[manager].pods.contains { pod in
        let node = Int(pods[pod].node)
        return pods[pod].isReady && !pods[pod].isTerminating && node >= 0 && nodes[node].isUp
          && nodes[node].isReachable
      }
  }

  /// Lets a workload's controller look again soon where the operator that makes its pods itself is
  /// away; returns whether it is.
  mutating func awaitOperator(_ workload: Int, in simulation: inout Simulation) -> Bool {
    guard !isSettling, workloads[workload].kind == .operated || workloads[workload].kind == .podSet,
      operatorSpec(of: workload)?.makesPods ?? false, let manager = operatorWorkload(of: workload),
      !isAtWork(manager)
    else { return false }
    scheduleSync(of: workload, at: simulation.now + Self.operatorLook, in: &simulation)
    return true
  }

  /// Asks the API whether the operator that creates a workload's pods itself may; a refusal is an
  /// event.
  mutating func askToCreatePods(
    _ workload: Int, in simulation: borrowing Simulation
  ) -> Bool {
    let kind = workloads[workload].kind
    guard !isSettling, kind == .operated || kind == .podSet,
      let manager = operatorWorkload(of: workload)
    else { return true }
    return ask(
      APIRequest("create", "pods", namespace: workloads[workload].namespace), by: manager,
      in: simulation)
  }

  /// Keeps a change of an operator's object until the operator brings it to the pods; returns false
  /// where it does so at once.
  mutating func leaveToOperator(
    _ update: ClusterUpdate.Workload, of workload: Int, in simulation: inout Simulation
  ) -> Bool {
    if workloads[workload].isTerminating,
      let rewrite = operatorUpdates.firstIndex(where: { $0.workload == workload })
    {
      let due = operatorUpdates[rewrite].due
      operatorUpdates[rewrite] = OperatorUpdate(workload: workload, update: update, due: due)
      return true
    }
    // What the object says now stands for all that waited before.
    operatorUpdates.removeAll { $0.workload == workload }
    guard let problem = operatorProblem(of: workload) else { return false }
    operatorUpdates.append(OperatorUpdate(workload: workload, update: update))
    record(workload: workload, "ChangeWaits", problem, isWarning: true, by: .vhsim, in: simulation)
    scheduleSync(of: workload, at: simulation.now + Self.operatorLook, in: &simulation)
    return true
  }

  /// Brings a change that waited for a workload's operator to the pods, or waits on.
  mutating func releaseUpdate(of workload: Int, in simulation: inout Simulation) {
    guard let index = operatorUpdates.firstIndex(where: { $0.workload == workload }) else { return }
    let due = operatorUpdates[index].due
    guard operatorProblem(of: workload) == nil, due <= simulation.now else {
      let look = max(simulation.now + Self.operatorLook, due)
      scheduleSync(of: workload, at: look, in: &simulation)
      return
    }
    let waiting = operatorUpdates.remove(at: index)
    apply(waiting.update, in: &simulation)
  }

  /// Why a workload's operator does not bring a change to its pods; nil where it does.
  private func operatorProblem(of workload: Int) -> String? {
    guard !isSettling, let spec = operatorSpec(of: workload),
      let manager = operatorWorkload(of: workload)
    else { return nil }
    let name = workloads[manager].name
    guard isAtWork(manager) else { return "no pod of \(name) is at work: the change waits for it" }
    var request = spec.request
    request.namespace = workloads[workload].namespace
    return refusal(of: request, by: manager).map { "\(name) can not bring the change: \($0)" }
  }

  /// An object that somebody deleted, and that an operator wrote for one of its own, comes back.
  mutating func rewriteDeleted(_ workload: Int, in simulation: inout Simulation) {
    guard let spec = operatorSpec(of: workload), operatorWorkload(of: workload) != nil else {
      return
    }
    let update =
      operatorUpdates.first { $0.workload == workload }?.update
      ?? ClusterUpdate.Workload(spec: workloads[workload].spec, setsReplicas: true)
    operatorUpdates.removeAll { $0.workload == workload }
    var waiting = OperatorUpdate(workload: workload, update: update)
    if let period = spec.resync {
      let past = simulation.now.nanoseconds / period.nanoseconds
      waiting.due = SimTime.zero + period * (past + 1)
    }
    operatorUpdates.append(waiting)
    let look = max(simulation.now + Self.operatorLook, waiting.due)
    scheduleSync(of: workload, at: look, in: &simulation)
  }

  /// An operator deletes a StatefulSet that it can not update, with all its pods, and writes it
  /// anew; claims stay as they are.
  func recreatesForClaims(_ workload: Int) -> Bool {
    operatorSpec(of: workload)?.growth == .recreates
  }

  /// All pods of a StatefulSet that was deleted and written anew go at once.
  mutating func rewriteSet(of workload: Int, in simulation: inout Simulation) {
    record(
      workload: workload, "Recreated",
      "the StatefulSet is deleted and written anew, as its volumeClaimTemplates can not be "
        + "updated; claims that are there keep their size", isWarning: true, by: .anOperator,
      in: simulation)
    for pod in workloads[workload].pods where !pods[pod].isTerminating {
      deletePod(pod, in: &simulation)
    }
  }
}
