import Manifests
import SimulationKernel

// How a node goes: tainted, emptied through the eviction API, deleted with its machine
// (cluster-autoscaler/core/scaledown/actuation).
extension Cluster {
  /// From the taint to the first eviction (--node-delete-delay-after-taint).
  private static let deletionDelay = SimDuration.seconds(5)
  /// How often a refused eviction is asked for again (EvictionRetryTime), how often it is seen
  /// whether the pods are gone, and what is added to their grace (PodEvictionHeadroom).
  private static let evictionRetry = SimDuration.seconds(10)
  private static let removalPoll = SimDuration.seconds(5)
  private static let evictionHeadroom = SimDuration.seconds(30)

  mutating func beginRemoval(of node: Int, isEmpty: Bool, in simulation: inout Simulation) {
    let moving = movablePods(on: node, at: simulation.now)
    let name = nodeSpecs[node].name
    let settings = nodeAutoscaler.settings
    nodeAutoscaler.members[node].stage = .leaving
    nodeAutoscaler.members[node].unneededSince = .infinity
    nodeAutoscaler.lastDelete = simulation.now
    let start = simulation.now + Cluster.deletionDelay
    nodeAutoscaler.removals.append(
      NodeRemoval(
        node: node, isEmpty: isEmpty, isUnready: nodes[node].ready != .true,
        dueAt: start,
        evictionEnd: start + settings.maxEvictionTime,
        graceEnd: start + settings.maxGracefulTermination + Cluster.evictionHeadroom,
        waiting: moving, daemons: evictedDaemons(of: node, isEmpty: isEmpty)))
    refreshTaints(of: node, in: &simulation)
    record(
      node: node, "ScaleDown", "marked the node as toBeDeleted/unschedulable",
      by: .clusterAutoscaler, in: simulation)
    if isEmpty {
      recordStatus(
        "ScaleDownEmpty", "Scale-down: removing empty node \"\(name)\"", simulation.now)
    } else {
      let use = utilizationText(of: node, at: simulation.now)
      let names = moving.map { self.name(of: $0) }.joined(separator: ",")
      recordStatus(
        "ScaleDown",
        "Scale-down: removing node \(name), utilization: \(use), pods to reschedule: \(names)",
        simulation.now)
    }
    schedule(.continueRemoval, at: start, argument: UInt32(node), in: &simulation)
  }

  /// Asks for the evictions that are missing, waits for the pods to go, and lets the machine go.
  mutating func continueRemoval(of node: Int, in simulation: inout Simulation) {
    let known = nodeAutoscaler.removals.firstIndex {
      $0.node == node && $0.dueAt == simulation.now
    }
    guard let index = known else { return }
    guard isNodeAutoscalerGoingOn() else {
      resume(node, after: Cluster.evictionRetry, in: &simulation)
      return
    }
    var removal = nodeAutoscaler.removals[index]
    // What was bound before the taint is evicted as well.
    removal.waiting = movablePods(on: node, at: simulation.now)
      .filter { !removal.leaving.contains($0) }
    announce(removal.waiting + removal.daemons, of: &removal, in: simulation)
    removal.refusals = []
    let granted = evict(&removal.waiting, &removal.refusals, in: &simulation)
    nodeAutoscaler.counters.evicted += granted.count
    removal.leaving += granted
    _ = evict(&removal.daemons, &removal.refusals, in: &simulation)
    removal.leaving.removeAll { !pods.contains($0) }
    nodeAutoscaler.removals[index] = removal
    if !removal.waiting.isEmpty {
      guard simulation.now < removal.evictionEnd else {
        failEvictions(of: removal, in: &simulation)
        return
      }
      resume(node, after: Cluster.evictionRetry, in: &simulation)
    } else if !removal.daemons.isEmpty, simulation.now < removal.evictionEnd {
      resume(node, after: Cluster.evictionRetry, in: &simulation)
    } else if removal.leaving.isEmpty || removal.isUnready {
      finishRemoval(removal, in: &simulation)
    } else if simulation.now < removal.graceEnd {
      resume(node, after: Cluster.removalPoll, in: &simulation)
    } else {
      failRemoval(of: node, ": pods remaining after timeout", in: &simulation)
    }
  }

  /// Tells of pods that they are about to be evicted, once (evictPod).
  private mutating func announce(
    _ waiting: [PodHandle], of removal: inout NodeRemoval, in simulation: borrowing Simulation
  ) {
    for pod in waiting where pods.contains(pod) && !removal.announced.contains(pod) {
      record(
        pod, "ScaleDown", "deleting pod for node scale down", by: .clusterAutoscaler, in: simulation
      )
      removal.announced.append(pod)
    }
  }

  /// Asks for evictions, with no more grace than the autoscaler gives, and takes the pods off the
  /// list for which they are granted; returns these, and adds why others are not.
  private mutating func evict(
    _ waiting: inout [PodHandle], _ refusals: inout [(pod: PodHandle, problem: String)],
    in simulation: inout Simulation
  ) -> [PodHandle] {
    let most = nodeAutoscaler.settings.maxGracefulTermination
    var granted: [PodHandle] = []
    for pod in waiting where pods.contains(pod) {
      let isLong = templates[Int(pods[pod].template)].spec.terminationGrace > most
      let answer = evict(pod, grace: isLong ? most : nil, in: &simulation)
      if answer.status == 201 {
        granted.append(pod)
      } else {
        refusals.append((pod, answer.problem))
      }
    }
    waiting.removeAll { granted.contains($0) || !pods.contains($0) }
    return granted
  }

  /// Evictions were refused for too long: the pods say so, and the node stays.
  private mutating func failEvictions(
    of removal: NodeRemoval, in simulation: inout Simulation
  ) {
    nodeAutoscaler.counters.failedEvictions += removal.waiting.count
    let problems = removal.waiting.map { pod in
      let problem = removal.refusals.first { $0.pod == pod }?.problem ?? EvictionAnswer.violation
      return "failed to evict pod \(namespace(of: pod))/\(name(of: pod)) within allowed timeout "
        + "(last error: \(problem))"
    }
    for pod in removal.waiting {
      record(
        pod, "ScaleDownFailed", "failed to delete pod for ScaleDown", isWarning: true,
        by: .clusterAutoscaler, in: simulation)
    }
    failRemoval(
      of: removal.node, ", due to following errors: [\(problems.joined(separator: " "))]",
      in: &simulation)
  }

  /// The daemons that are evicted before a machine goes: from a node with other pods those whose
  /// annotation does not forbid it, from one without only those whose annotation asks for it
  /// (--daemonset-eviction-for-occupied-nodes, --daemonset-eviction-for-empty-nodes).
  private func evictedDaemons(of node: Int, isEmpty: Bool) -> [PodHandle] {
    nodePods[node].filter { pod in
      workloads[Int(pods[pod].owner)].kind == .daemonSet && isActive(pod)
        && templates[Int(pods[pod].template)].spec.evictsDaemon ?? !isEmpty
    }
  }

  private mutating func resume(
    _ node: Int, after wait: SimDuration, in simulation: inout Simulation
  ) {
    let due = simulation.now + wait
    for index in nodeAutoscaler.removals.indices
    where nodeAutoscaler.removals[index].node == node {
      nodeAutoscaler.removals[index].dueAt = due
    }
    schedule(.continueRemoval, at: due, argument: UInt32(node), in: &simulation)
  }

  /// The node stays: its taint goes and nothing is removed for a while.
  ///
  /// - Parameter problem: how the autoscaler's sentence about the drain ends.
  private mutating func failRemoval(
    of node: Int, _ problem: String, in simulation: inout Simulation
  ) {
    nodeAutoscaler.removals.removeAll { $0.node == node }
    nodeAutoscaler.lastFailure = simulation.now
    record(
      node: node, "ScaleDownFailed",
      "failed to drain the node: Failed to drain node /\(nodeSpecs[node].name)" + problem,
      isWarning: true, by: .clusterAutoscaler, in: simulation)
    keepNode(node, in: &simulation)
  }

  /// A node that was to go is a node like others again.
  mutating func keepNode(_ node: Int, in simulation: inout Simulation) {
    nodeAutoscaler.members[node].stage = .present
    refreshTaints(of: node, in: &simulation)
    scheduleDaemons(in: &simulation)
    wakeScheduler(.nodeTaints, node: node, in: &simulation)
  }

  private mutating func finishRemoval(
    _ removal: NodeRemoval, in simulation: inout Simulation
  ) {
    let node = removal.node
    let name = nodeSpecs[node].name
    if removal.isUnready {
      nodeAutoscaler.counters.removedUnready += 1
    } else if removal.isEmpty {
      nodeAutoscaler.counters.removedEmpty += 1
    } else {
      nodeAutoscaler.counters.removedUnderused += 1
    }
    record(
      node: node, "ScaleDown", "node removed by cluster autoscaler", by: .clusterAutoscaler,
      in: simulation)
    recordStatus(
      removal.isEmpty ? "ScaleDownEmpty" : "ScaleDown",
      removal.isEmpty
        ? "Scale-down: empty node \(name) removed"
        : "Scale-down: node \(name) removed with drain", simulation.now)
    removeNode(node, in: &simulation)
    powerOff(node: node, in: &simulation)
  }
}
