import Cluster
import Manifests
import Mesh
import Metrics
import SimulationKernel

/// Messages between two sides vanish, in one direction or both: Chaos Mesh's NetworkChaos
/// `partition`.
///
/// Without a second side the first one is cut from all others.
struct NetworkPartitionFault {
  private let partition: NetworkPartition

  init(_ partition: NetworkPartition) { self.partition = partition }

  /// The nodes and pods on both sides.
  func targets(in cluster: borrowing Cluster, random: EntityRandom) -> [FaultTargetRow] {
    let sides =
      [resolve(partition.from, in: cluster, random)]
      + (partition.to.map {
        [resolve($0, in: cluster, random)]
      } ?? [])
    var rows: [FaultTargetRow] = []
    for side in sides {
      for node in side.nodes {
        rows.append(FaultTargetRow(kind: "Node", name: cluster.nodeSpecs[node].name))
      }
      for pod in side.pods {
        rows.append(
          FaultTargetRow(
            kind: "Pod", name: cluster.namespace(of: pod) + "/" + cluster.name(of: pod),
            uid: cluster.uid(of: pod)))
      }
    }
    return rows
  }

  /// Cuts the network; returns the cuts' numbers.
  func inject(
    into mesh: inout Mesh, _ cluster: borrowing Cluster, random: EntityRandom
  ) -> [Int] {
    let first = resolve(partition.from, in: cluster, random)
    let second =
      partition.to.map { resolve($0, in: cluster, random) }
      ?? Members(nodes: others(than: first, in: cluster), pods: [])
    var cuts: [Int] = []
    if partition.direction != .from { cuts.append(mesh.cut(from: first.side, to: second.side)) }
    if partition.direction != .to { cuts.append(mesh.cut(from: second.side, to: first.side)) }
    return cuts
  }

  /// Whole nodes that are cut from all others: they lose the control plane too.
  func isolatedNodes(in cluster: borrowing Cluster) -> [Int] {
    guard partition.to == nil, partition.direction != .from else { return [] }
    guard case .nodes = partition.from else { return [] }
    let random = EntityRandom(seed: 0, stream: "nodes need no choice")
    return resolve(partition.from, in: cluster, random).nodes
  }

  /// The nodes or pods of a side.
  private struct Members {
    var nodes: [Int]
    var pods: [PodHandle]
    var side: NetworkCut.Side { .init(nodes: nodes, pods: pods.map(\.index)) }
  }

  private func resolve(
    _ target: FaultTarget, in cluster: borrowing Cluster, _ random: EntityRandom
  ) -> Members {
    switch target {
    case .nodes(.node(let name, _)):
      return Members(nodes: cluster.nodeIndex(name).map { [$0] } ?? [], pods: [])
    case .nodes(.zone(let name, _)):
      let zone = Int32(cluster.zoneNames.firstIndex(of: name) ?? -1)
      let nodes = cluster.nodes.indices.filter { cluster.nodes[$0].zone == zone }
      return Members(nodes: Array(nodes), pods: [])
    case .pods(let target):
      var random = random
      let pods = target.mode.choose(among: cluster.pods(of: target.group), random: &random)
      return Members(nodes: [], pods: pods)
    case .dependency: return Members(nodes: [], pods: [])
    }
  }

  private func others(than members: Members, in cluster: borrowing Cluster) -> [Int] {
    let taken = members.nodes + members.pods.map { Int(cluster.pods[$0].node) }
    return cluster.nodes.indices.filter { !taken.contains($0) }
  }
}
