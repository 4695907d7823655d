package import Manifests
package import SimulationKernel

/// Software of pods or a daemon of machines starts processes or threads that never end, as a fork
/// bomb does, until it has as many as the fault says or none is left.
///
/// A pod's own limit (podPidsLimit) holds the others of its node harmless. Without one the node has
/// no process ID left: what runs goes on, new sandboxes, containers and commands fail. A pod's
/// software that is started again leaks again, a machine's leak ends with its power; repair ends
/// all that was leaked.
extension ProcessLeak: ClusterFault {
  /// Machines that are powered on, or pods.
  package func targets(
    in cluster: borrowing Cluster, random: EntityRandom
  ) -> [ClusterFaultTarget] {
    switch owner {
    case .machines(let target):
      cluster.poweredOn(cluster.nodes(of: target, random: random))
    case .pods(let target):
      cluster.pods(of: target, random: random).map { .pod($0) }
    }
  }

  /// Lets them leak.
  package func inject(
    into cluster: inout Cluster, hitting targets: [ClusterFaultTarget],
    in simulation: inout Simulation
  ) -> any ClusterRepair {
    let leaks = targets.map { target in
      ProcessEnd.Leak(
        owner: target, number: number(for: target, in: cluster),
        boots: target.node.map { cluster.nodes[$0].boots } ?? 0)
    }
    for leak in leaks { cluster.leak(leak.number, by: leak.owner, in: &simulation) }
    return ProcessEnd(leaks: leaks)
  }

  private func number(for target: ClusterFaultTarget, in cluster: borrowing Cluster) -> Int64 {
    switch amount {
    case .count(let number): return number
    case .share(let share):
      let node = target.node ?? target.pod.map { Int(cluster.pods[$0].node) } ?? -1
      return node < 0 ? 0 : Int64(Double(cluster.nodeSpecs[node].processIDs) * share)
    }
  }
}

/// Processes that were leaked and end.
private struct ProcessEnd: ClusterRepair {
  /// What one machine or pod tries to have.
  struct Leak {
    let owner: ClusterFaultTarget
    let number: Int64
    /// The boots that the machine had had; 0 for a pod.
    let boots: Int32
  }

  let leaks: [Leak]

  func repair(_ cluster: inout Cluster, in simulation: inout Simulation) {
    for leak in leaks {
      // What a machine leaked before a boot is gone.
      if let node = leak.owner.node, cluster.nodes[node].boots != leak.boots { continue }
      cluster.leak(-leak.number, by: leak.owner, in: &simulation)
    }
  }
}

extension Cluster {
  fileprivate mutating func leak(
    _ number: Int64, by owner: ClusterFaultTarget, in simulation: inout Simulation
  ) {
    switch owner {
    case .node(let node): leakProcesses(number, on: node, in: &simulation)
    case .pod(let pod): leakProcesses(number, in: pod, in: &simulation)
    }
  }
}
