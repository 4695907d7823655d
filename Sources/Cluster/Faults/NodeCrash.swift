package import Manifests
package import SimulationKernel

/// Machines crash: one, all of a zone, or those of some pods.
extension NodeCrash: PowerCut {
  /// The machines of the target.
  package func machines(in cluster: borrowing Cluster, random: EntityRandom) -> [Int] {
    cluster.nodes(of: target, random: random)
  }
}
