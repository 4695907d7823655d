package import SimulationKernel

/// A fault that takes the power from machines: silence, and nothing on them runs.
///
/// Nobody is told. The API learns of it when the leases run out (node-monitor-grace-period). Repair
/// is power on; the kubelet needs its boot time.
package protocol PowerCut: ClusterFault {
  /// The machines that it means, by index.
  func machines(in cluster: borrowing Cluster, random: EntityRandom) -> [Int]
}

extension PowerCut {
  /// Those of its machines that are powered on.
  package func targets(
    in cluster: borrowing Cluster, random: EntityRandom
  ) -> [ClusterFaultTarget] {
    cluster.poweredOn(machines(in: cluster, random: random))
  }

  /// Takes the power away.
  package func inject(
    into cluster: inout Cluster, hitting targets: [ClusterFaultTarget],
    in simulation: inout Simulation
  ) -> any ClusterRepair {
    let nodes = targets.compactMap(\.node)
    for node in nodes { cluster.powerOff(node: node, in: &simulation) }
    return PowerOn(nodes: nodes)
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
  /// Those of some machines that are powered on, as targets.
  func poweredOn(_ machines: [Int]) -> [ClusterFaultTarget] {
    machines.filter { nodes[$0].isUp }.map { .node($0) }
  }
}
