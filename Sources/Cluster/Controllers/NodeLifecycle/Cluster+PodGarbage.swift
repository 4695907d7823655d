package import SimulationKernel

/// Taints that administrators set, and the pod garbage collector on nodes that they
/// declare out of service (pkg/controller/podgc).
extension Cluster {
  static let outOfServiceTaint = "node.kubernetes.io/out-of-service"

  /// Sets a taint, as `kubectl taint nodes NAME KEY=VALUE:EFFECT` does; one of the same key and
  /// effect is replaced.
  package mutating func taint(
    node: Int, _ taint: NodeTaint, in simulation: inout Simulation
  ) {
    nodeSpecs[node].taints.removeAll { $0.key == taint.key && $0.effect == taint.effect }
    nodeSpecs[node].taints.append(taint)
    refreshTaints(of: node, in: &simulation)
    scheduleDaemons(in: &simulation)
    armPodGarbage(of: node, in: &simulation)
  }

  /// Takes the taints of a key away, of one effect or of all, as `kubectl taint nodes NAME KEY-`
  /// does; returns whether there were any.
  mutating func untaint(
    node: Int, key: String, effect: NodeTaint.Effect?, in simulation: inout Simulation
  ) -> Bool {
    let count = nodeSpecs[node].taints.count
    nodeSpecs[node].taints.removeAll { $0.key == key && (effect == nil || $0.effect == effect) }
    guard nodeSpecs[node].taints.count < count else { return false }
    refreshTaints(of: node, in: &simulation)
    scheduleDaemons(in: &simulation)
    wakeScheduler(.nodeTaints, node: node, in: &simulation)
    return true
  }

  /// Whether an administrator has declared that a node is out of service and will not return by
  /// itself.
  func isOutOfService(_ node: Int) -> Bool {
    nodeSpecs[node].taints.contains { $0.key == Cluster.outOfServiceTaint }
  }

  private mutating func armPodGarbage(of node: Int, in simulation: inout Simulation) {
    guard isOutOfService(node) else { return }
    let pass = nextTick(
      from: simulation.now + .nanoseconds(1), phase: monitorPhase, period: Timings.podGarbage)
    schedule(.podGarbage, at: pass, argument: UInt32(node), in: &simulation)
  }

  /// One pass over a node that is out of service: while it is not ready, its terminating pods are
  /// deleted at once, without waiting for its kubelet.
  mutating func collectPods(of node: Int, in simulation: inout Simulation) {
    guard isOutOfService(node) else { return }
    if isControlPlaneUp, nodes[node].ready != .true {
      for pod in nodePods[node] where pods[pod].isTerminating {
        deletePod(pod, grace: .zero, in: &simulation)
      }
    }
    armPodGarbage(of: node, in: &simulation)
  }
}
