package import Manifests
package import SimulationKernel

/// Every machine of a zone loses its power at the same time.
extension ZoneLoss: ClusterFault {
  /// The zone's machines that are powered on.
  package func targets(
    in cluster: borrowing Cluster, random: EntityRandom
  ) -> [ClusterFaultTarget] {
    cluster.nodes(ofZone: zone).filter { cluster.nodes[$0].isUp }.map { .node($0) }
  }

  /// Takes the power away.
  package func inject(
    into cluster: inout Cluster, hitting targets: [ClusterFaultTarget],
    in simulation: inout Simulation
  ) -> any ClusterRepair {
    cluster.powerOff(targets.compactMap(\.node), in: &simulation)
  }
}
