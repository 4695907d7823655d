package import Manifests
package import SimulationKernel

/// Machines crash: what they were named by says which.
extension NodeCrash: PowerCut {
  /// The machines of the target.
  package func machines(in cluster: borrowing Cluster, random: EntityRandom) -> [Int] {
    cluster.nodes(of: target)
  }
}
