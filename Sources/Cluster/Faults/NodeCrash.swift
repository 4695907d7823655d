package import Manifests
import SimulationKernel

/// Machines lose their power: silence, and nothing on them runs.
///
/// Nobody is told. The API learns of it when the leases run out (node-monitor-grace-period). Repair
/// is power on; the kubelet needs its boot time.
package struct NodeCrash: Sendable {
  /// Which machines.
  let target: NodeTarget

  /// Makes the fault of machines by name or zone.
  package init(_ target: NodeTarget) { self.target = target }

  /// Machines that are powered on, by index.
  func targets(in cluster: borrowing Cluster) -> [Int] {
    switch target {
    case .node(let name, _):
      guard let index = cluster.nodeIndex(name), cluster.nodes[index].isUp else { return [] }
      return [index]
    case .zone(let zone, _): return cluster.poweredNodes(ofZone: zone)
    }
  }

  /// Takes the power away.
  func inject(
    into cluster: inout Cluster, targets: [Int], in simulation: inout Simulation
  ) -> ClusterRepair {
    for node in targets { cluster.powerOff(node: node, in: &simulation) }
    return .powerOn(nodes: targets)
  }
}

extension Cluster {
  /// Nodes of a zone that are powered on, by index.
  func poweredNodes(ofZone name: String) -> [Int] {
    guard let zone = zoneNames.firstIndex(of: name) else { return [] }
    return nodes.indices.filter {
      nodes[$0].zone == Int32(zone) && nodes[$0].isUp && !nodes[$0].isDeleted
    }
  }
}
