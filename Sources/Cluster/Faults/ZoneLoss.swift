package import Manifests
package import SimulationKernel

/// Every machine of a zone loses its power at the same time.
extension ZoneLoss: PowerCut {
  /// The zone's machines.
  package func machines(in cluster: borrowing Cluster, random: EntityRandom) -> [Int] {
    cluster.nodes(ofZone: zone)
  }
}
