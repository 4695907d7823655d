import Cluster
import Manifests
import SimulationKernel

/// Specs of small clusters with elastic pools.
enum ElasticCluster {
  /// Machines of 4 cores, three zones in turn; `count` of them are there at the start.
  static func pool(
    _ name: String, least: Int, count: Int, greatest: Int, milli: Int64 = 4_000,
    provision: Distribution = .uniform(low: 60, high: 120), in spec: inout ClusterSpec
  ) {
    let first = spec.nodes.count
    for number in 0..<greatest {
      var node = SmallCluster.node(
        "\(name)-\(number + 1)", zone: "zone-\(number % 3)", milli: milli)
      node.pool = name
      node.isDormant = number >= count
      spec.nodes.append(node)
    }
    spec.pools.append(
      NodePoolSpec(
        name: name, nodes: first..<spec.nodes.count, least: least, greatest: greatest,
        provision: provision, readiness: .uniform(low: 10, high: 20)))
  }

  /// One elastic pool and nothing else.
  static func spec(
    _ workloads: [WorkloadSpec], least: Int, count: Int, greatest: Int
  ) -> ClusterSpec {
    var spec = SmallCluster.spec(workloads)
    spec.nodes = []
    pool("pool", least: least, count: count, greatest: greatest, in: &spec)
    return spec
  }

  /// Nodes of a pool that are registered now.
  static func size(of pool: Int, in cluster: borrowing Cluster) -> Int {
    cluster.nodeAutoscaler.pools[pool].spec.nodes.count { !cluster.nodes[$0].isDeleted }
  }
}
