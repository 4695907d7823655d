package import Manifests
package import SimulationKernel

/// One machine crashes, or all of a zone.
extension NodeCrash: PowerCut {
  /// The machines of the target.
  package func machines(in cluster: borrowing Cluster, random: EntityRandom) -> [Int] {
    cluster.nodes(of: target)
  }
}
