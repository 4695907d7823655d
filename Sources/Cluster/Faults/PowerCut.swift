package import SimulationKernel

/// A fault that takes the power from machines: nothing on them runs, and they fall silent.
///
/// No component is told. The node controller notices it when the nodes' leases expire
/// (node-monitor-grace-period). The repair is power on; the kubelet runs after the machine's boot.
package protocol PowerCut: ClusterFault {
  /// The machines of the fault's target, by index, whether or not they have power.
  func machines(in cluster: borrowing Cluster, random: EntityRandom) -> [Int]
}

extension PowerCut {
  /// Its machines, but for those that are deleted and off; they may be held down already, or boot.
  package func targets(
    in cluster: borrowing Cluster, random: EntityRandom
  ) -> [ClusterFaultTarget] {
    machines(in: cluster, random: random)
      .filter { cluster.nodes[$0].isUp || !cluster.nodes[$0].isDeleted }.map { .node($0) }
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
