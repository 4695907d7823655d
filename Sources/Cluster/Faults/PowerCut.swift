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
  /// Its machines, but for those that are deleted and off; they may be off already, or boot.
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
    var cuts: [CutPower] = []
    for node in targets.compactMap(\.node) {
      cuts.append(cluster.powerOff(node: node, in: &simulation))
    }
    return PowerOn(cuts: cuts)
  }
}

/// The end of the power cuts that a fault made.
private struct PowerOn: ClusterRepair {
  let cuts: [CutPower]

  func repair(_ cluster: inout Cluster, in simulation: inout Simulation) {
    for cut in cuts { cluster.powerOn(cut, in: &simulation) }
  }
}
