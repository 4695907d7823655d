package import Manifests
package import SimulationKernel

/// Machines lose their power: silence, and nothing on them runs.
///
/// Nobody is told. The API learns of it when the leases run out (node-monitor-grace-period). Repair
/// is power on; the kubelet needs its boot time.
extension NodeCrash: ClusterFault {
  /// The machines that are powered on.
  package func targets(
    in cluster: borrowing Cluster, random: EntityRandom
  ) -> [ClusterFaultTarget] {
    cluster.nodes(of: target, random: random).filter { cluster.nodes[$0].isUp }.map { .node($0) }
  }

  /// Takes the power away.
  package func inject(
    into cluster: inout Cluster, hitting targets: [ClusterFaultTarget],
    in simulation: inout Simulation
  ) -> any ClusterRepair {
    cluster.powerOff(targets.compactMap(\.node), in: &simulation)
  }
}

/// Machines without power, by index.
private struct PowerOn: ClusterRepair {
  let nodes: [Int]

  func repair(_ cluster: inout Cluster, in simulation: inout Simulation) {
    for node in nodes { cluster.powerOn(node: node, in: &simulation) }
  }
}

extension Cluster {
  /// Takes the power from machines; power on mends it.
  mutating func powerOff(_ nodes: [Int], in simulation: inout Simulation) -> any ClusterRepair {
    for node in nodes { powerOff(node: node, in: &simulation) }
    return PowerOn(nodes: nodes)
  }
}
