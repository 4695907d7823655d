package import SimulationKernel

/// An elastic pool of nodes: the cluster autoscaler keeps its size between two bounds.
///
/// All the nodes that it can have are in the cluster's spec; those beyond its first size are
/// dormant.
package struct NodePoolSpec: Sendable {
  /// Its name.
  package var name: String
  /// Its nodes among those of the cluster.
  package var nodes: Range<Int>
  /// Least nodes.
  package var least: Int
  /// Greatest number of nodes.
  package var greatest: Int
  /// Rank for the priority expander; nil for a pool that has none.
  package var priority: Int? = 0
  /// What a machine costs an hour, for the price expander.
  package var price = 0.0
  /// From the order of a machine until its kubelet registers it, in seconds.
  package var provision: Distribution
  /// From its registration until it is ready, in seconds.
  package var readiness: Distribution

  /// Makes a pool.
  package init(
    name: String, nodes: Range<Int>, least: Int, greatest: Int, provision: Distribution,
    readiness: Distribution
  ) {
    self.name = name
    self.nodes = nodes
    self.least = least
    self.greatest = greatest
    self.provision = provision
    self.readiness = readiness
  }
}
