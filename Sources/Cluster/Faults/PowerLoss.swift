package import Manifests
package import SimulationKernel

/// Machines lose their power at the same instant: what their software had not brought to a disk is
/// gone on all of them.
///
/// Systems that answer before they flush (Redis, Kafka, NATS, ClickHouse) rely on machines that do
/// not fail together; here they do.
extension PowerLoss: PowerCut {
  /// The machines of the target, or all.
  package func machines(in cluster: borrowing Cluster, random: EntityRandom) -> [Int] {
    target.map { cluster.nodes(of: $0, random: random) }
      ?? cluster.nodes.indices.filter { !cluster.nodes[$0].isDeleted }
  }
}
