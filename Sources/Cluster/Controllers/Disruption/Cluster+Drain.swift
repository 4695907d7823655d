package import SimulationKernel

/// Cordons and drains of nodes (kubectl pkg/drain): cordon, evict, wait for the pods to go.
extension Cluster {
  /// How often a drain asks again after a refusal, and looks whether its pods are gone.
  private static let drainRetry = SimDuration.seconds(5)
  private static let drainPoll = SimDuration.seconds(1)

  /// Forbids new pods on a node, or allows them again (`kubectl cordon`, `uncordon`).
  package mutating func cordon(node: Int, _ isCordoned: Bool, in simulation: inout Simulation) {
    guard nodes[node].isCordoned != isCordoned else { return }
    nodes[node].isCordoned = isCordoned
    reportSchedulable(of: node, in: simulation)
    refreshTaints(of: node, in: &simulation)
    if !isCordoned { wakeScheduler(.nodeTaints, node: node, in: &simulation) }
  }

  /// Cordons a node, or lifts that, as an administrator asks for; returns why webhooks refuse it.
  @discardableResult
  mutating func askToCordon(
    node: Int, _ isCordoned: Bool, in simulation: inout Simulation
  ) -> String? {
    guard nodes[node].isCordoned != isCordoned else { return nil }
    let word = isCordoned ? "cordon" : "uncordon"
    let lead = "error: unable to \(word) node \"\(nodeSpecs[node].name)\": "
    if let problem = webhookRefusal(ofChangingNode: node, lead: lead, in: simulation) {
      return problem
    }
    cordon(node: node, isCordoned, in: &simulation)
    return nil
  }

  /// Begins to drain a node; it goes on where it can not cordon it (kubectl pkg/cmd/drain
  /// RunCordonOrUncordon).
  mutating func drain(node: Int, in simulation: inout Simulation) {
    askToCordon(node: node, true, in: &simulation)
    warnOfForce(on: node, in: simulation)
    let evicted = nodePods[node].filter { pod in
      workloads[Int(pods[pod].owner)].kind != .daemonSet && !isStatic(pod)
    }
    drains.removeAll { $0.node == node }
    drains.append(Drain(node: node, since: simulation.now, waiting: evicted))
    continueDrain(of: node, in: &simulation)
  }

  /// What kubectl says of the pods that it would refuse to drain a node of, were it not told to do
  /// so (pkg/drain/filters.go daemonSetFilter, unreplicatedFilter).
  ///
  /// What it says of emptyDir volumes is lost behind the next filter.
  private mutating func warnOfForce(on node: Int, in simulation: borrowing Simulation) {
    let running = nodePods[node].filter { pod in
      !isStatic(pod) && pods[pod].phase != .succeeded && pods[pod].phase != .failed
    }
    let words: [(kind: WorkloadKind, text: String)] = [
      (.daemonSet, "ignoring DaemonSet-managed Pods: "),
      (.pod, "deleting Pods that declare no controller: "),
    ]
    let warnings = words.compactMap { kind, text -> String? in
      let found = running.filter { workloads[Int(pods[$0].owner)].kind == kind }
      let names = found.map { namespace(of: $0) + "/" + name(of: $0) }
      return names.isEmpty ? nil : text + names.joined(separator: ", ")
    }
    guard !warnings.isEmpty else { return }
    record(
      node: node, "DrainForced", warnings.joined(separator: "; "), isWarning: true, by: .kubectl,
      in: simulation)
  }

  /// Asks for the evictions that are still missing; refused ones are asked again in five seconds.
  mutating func continueDrain(of node: Int, in simulation: inout Simulation) {
    guard let index = drains.firstIndex(where: { $0.node == node }) else { return }
    guard isControlPlaneUp else {
      schedule(.drainStep, after: Cluster.drainRetry, argument: UInt32(node), in: &simulation)
      return
    }
    var drain = drains[index]
    drain.leaving.removeAll { !pods.contains($0) }
    let left = askForEvictions(of: &drain, in: &simulation)
    drain.waiting = left
    drains[index] = drain
    if left.isEmpty && drain.leaving.isEmpty {
      drains.remove(at: index)
      recordEnd(of: drain, in: simulation)
      return
    }
    let wait = left.isEmpty ? Cluster.drainPoll : Cluster.drainRetry
    schedule(.drainStep, after: wait, argument: UInt32(node), in: &simulation)
  }

  /// Asks for the evictions that were not yet granted, and returns those that still are not.
  private mutating func askForEvictions(
    of drain: inout Drain, in simulation: inout Simulation
  ) -> [PodHandle] {
    var left: [PodHandle] = []
    for pod in drain.waiting where pods.contains(pod) {
      let answer = evict(pod, in: &simulation)
      switch answer.status {
      case 201:
        record(pod, "Evicted", "pod/\(name(of: pod)) evicted", by: .kubectl, in: simulation)
        drain.leaving.append(pod)
      case 500...:
        drain.hasFailed = true
        record(
          pod, "EvictionFailed",
          "error when evicting pods/\"\(name(of: pod))\" -n \"\(namespace(of: pod))\": "
            + answer.problem, isWarning: true, by: .kubectl, in: simulation)
      default:
        left.append(pod)
        if !drain.refused.contains(pod) { recordRefusal(of: pod, in: simulation) }
        drain.refused.append(pod)
      }
    }
    return left
  }

  private mutating func recordEnd(of drain: Drain, in simulation: borrowing Simulation) {
    let name = nodeSpecs[drain.node].name
    let took = Int((simulation.now - drain.since).seconds.rounded())
    record(
      node: drain.node, drain.hasFailed ? "DrainFailed" : "NodeDrained",
      drain.hasFailed
        ? "unable to drain node \"\(name)\" due to error: an eviction failed"
        : "node/\(name) drained in \(took) s", isWarning: drain.hasFailed, by: .kubectl,
      in: simulation)
  }

  private mutating func recordRefusal(of pod: PodHandle, in simulation: borrowing Simulation) {
    record(
      pod, "EvictionRefused",
      "error when evicting pods/\"\(name(of: pod))\" -n \"\(namespace(of: pod))\" (will retry "
        + "after 5s): \(EvictionAnswer.violation)",
      isWarning: true, by: .kubectl, in: simulation)
  }
}
