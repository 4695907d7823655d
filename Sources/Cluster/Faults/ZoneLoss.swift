import SimulationKernel

/// Every machine of a zone loses its power at the same time.
package struct ZoneLoss: Sendable {
  /// Name of the zone.
  let zone: String

  /// Makes the fault of a zone.
  package init(zone: String) { self.zone = zone }

  /// Machines of the zone that are powered on, by index.
  func targets(in cluster: borrowing Cluster) -> [Int] { cluster.poweredNodes(ofZone: zone) }

  /// Takes the power away.
  func inject(
    into cluster: inout Cluster, targets: [Int], in simulation: inout Simulation
  ) -> ClusterRepair {
    for node in targets { cluster.powerOff(node: node, in: &simulation) }
    return .powerOn(nodes: targets)
  }
}
