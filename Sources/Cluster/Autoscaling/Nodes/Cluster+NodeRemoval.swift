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
    let start = simulation.now + Cluster.deletionDelay
    nodeAutoscaler.removals.append(
      NodeRemoval(
        node: node, isEmpty: isEmpty, isUnready: nodes[node].ready != .true,
        evictionEnd: start + settings.maxEvictionTime,
        graceEnd: start + settings.maxGracefulTermination + Cluster.evictionHeadroom,
        waiting: moving))
    refreshTaints(of: node, in: &simulation)
    record(
      node: node, "ScaleDown", "marked the node as toBeDeleted/unschedulable", in: simulation)
    if isEmpty {
      recordStatus(
        "ScaleDownEmpty", "Scale-down: removing empty node \"\(name)\"", simulation.now)
    } else {
      let share = (utilization(of: node, at: simulation.now) * 1_000).rounded() / 1_000
      let names = moving.map { self.name(of: $0) }.joined(separator: ",")
      recordStatus(
        "ScaleDown",
        "Scale-down: removing node \(name), utilization: \(share), pods to reschedule: \(names)",
        simulation.now)
    }
    schedule(.continueRemoval, at: start, argument: UInt32(node), in: &simulation)
  }

  /// Asks for the evictions that are missing, waits for the pods to go, and lets the machine go.
  mutating func continueRemoval(of node: Int, in simulation: inout Simulation) {
    guard let index = nodeAutoscaler.removals.firstIndex(where: { $0.node == node }) else {
      return
    }
    guard isControlPlaneUp else {
      resume(node, after: Cluster.evictionRetry, in: &simulation)
      return
    }
    var removal = nodeAutoscaler.removals[index]
    // What was bound before the taint is evicted as well.
    removal.waiting = movablePods(on: node, at: simulation.now)
      .filter { !removal.leaving.contains($0) }
    for pod in removal.waiting where evict(pod, in: &simulation) == 201 {
      record(pod, "ScaleDown", "deleting pod for node scale down", in: simulation)
      nodeAutoscaler.counters.evicted += 1
      removal.leaving.append(pod)
    }
    removal.waiting.removeAll { removal.leaving.contains($0) }
    removal.leaving.removeAll { !pods.contains($0) }
    nodeAutoscaler.removals[index] = removal
    if !removal.waiting.isEmpty {
      guard simulation.now < removal.evictionEnd else {
        nodeAutoscaler.counters.failedEvictions += removal.waiting.count
        failRemoval(of: node, "Failed to drain node", in: &simulation)
        return
      }
      resume(node, after: Cluster.evictionRetry, in: &simulation)
    } else if removal.leaving.isEmpty || removal.isUnready {
      finishRemoval(removal, in: &simulation)
    } else if simulation.now < removal.graceEnd {
      resume(node, after: Cluster.removalPoll, in: &simulation)
    } else {
      failRemoval(of: node, "pods remaining after timeout", in: &simulation)
    }
  }

  private func resume(_ node: Int, after wait: SimDuration, in simulation: inout Simulation) {
    schedule(
      .continueRemoval, at: simulation.now + wait, argument: UInt32(node), in: &simulation)
  }

  /// The node stays: its taint goes and nothing is removed for a while.
  private mutating func failRemoval(
    of node: Int, _ problem: String, in simulation: inout Simulation
  ) {
    nodeAutoscaler.removals.removeAll { $0.node == node }
    nodeAutoscaler.members[node].stage = .present
    nodeAutoscaler.lastFailure = simulation.now
    record(
      node: node, "ScaleDownFailed", "failed to drain the node: \(problem)", isWarning: true,
      in: simulation)
    refreshTaints(of: node, in: &simulation)
    scheduleDaemons(in: &simulation)
    wakeScheduler(.nodeTaints, node: node, in: &simulation)
  }

  private mutating func finishRemoval(
    _ removal: NodeRemoval, in simulation: inout Simulation
  ) {
    let node = removal.node
    let name = nodeSpecs[node].name
    nodeAutoscaler.lastDelete = simulation.now
    if removal.isUnready {
      nodeAutoscaler.counters.removedUnready += 1
    } else if removal.isEmpty {
      nodeAutoscaler.counters.removedEmpty += 1
    } else {
      nodeAutoscaler.counters.removedUnderused += 1
    }
    record(node: node, "ScaleDown", "node removed by cluster autoscaler", in: simulation)
    recordStatus(
      removal.isEmpty ? "ScaleDownEmpty" : "ScaleDown",
      removal.isEmpty
        ? "Scale-down: empty node \(name) removed"
        : "Scale-down: node \(name) removed with drain", simulation.now)
    removeNode(node, in: &simulation)
    powerOff(node: node, in: &simulation)
  }
}
