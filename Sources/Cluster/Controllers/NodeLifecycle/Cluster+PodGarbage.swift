import SimulationKernel

/// The pod garbage collector on nodes that administrators declare out of service
/// (pkg/controller/podgc).
extension Cluster {
  static let outOfServiceTaint = "node.kubernetes.io/out-of-service"

  /// Whether an administrator has declared that a node is out of service and will not return by
  /// itself.
  func isOutOfService(_ node: Int) -> Bool {
    nodeSpecs[node].taints.contains { $0.key == Cluster.outOfServiceTaint }
  }

  mutating func armPodGarbage(of node: Int, in simulation: inout Simulation) {
    guard isOutOfService(node) else { return }
    let pass = nextTick(
      from: simulation.now + .nanoseconds(1), phase: monitorPhase, period: Timings.podGarbage)
    schedule(.outOfServicePass, at: pass, argument: UInt32(node), in: &simulation)
  }

  /// One pass over a node that is out of service: while it is not ready, its terminating pods are
  /// deleted at once, without waiting for its kubelet.
  mutating func deletePodsOfOutOfServiceNode(_ node: Int, in simulation: inout Simulation) {
    guard isOutOfService(node) else { return }
    if areControllersUp, nodes[node].ready != .true {
      for pod in nodePods[node] where pods[pod].isTerminating {
        deletePod(pod, grace: .zero, in: &simulation)
      }
    }
    armPodGarbage(of: node, in: &simulation)
  }
}
