import Cluster
import Manifests
import Mesh
import Metrics
import SimulationKernel

/// Messages between two sides vanish, in one direction or both: Chaos Mesh's NetworkChaos
/// `partition`.
///
/// Without a second side the first one is cut from all others.
extension NetworkPartition: WorldFault {
  func targets(in world: borrowing World, random: EntityRandom) -> [FaultTargetRow] {
    let sides = [from] + (to.map { [$0] } ?? [])
    var hit: [ClusterFaultTarget] = []
    for side in sides {
      let members = resolve(side, in: world.cluster, random)
      for node in members.nodes { hit.append(.node(node)) }
      for pod in members.pods { hit.append(.pod(pod)) }
    }
    return world.cluster.rows(of: hit)
  }

  func inject(
    into world: inout World, random: EntityRandom, in simulation: inout Simulation
  ) -> any WorldRepair {
    let first = resolve(from, in: world.cluster, random)
    let second =
      to.map { resolve($0, in: world.cluster, random) }
      ?? Members(nodes: others(than: first, in: world.cluster), pods: [])
    // Whole machines that are cut from all others lose the control plane too.
    let isOut = to == nil && direction != .from
    let isolated = isOut ? first.nodes : []
    for node in isolated { world.cluster.setReachable(node: node, false, in: &simulation) }
    let alone = isOut ? first.pods : []
    for pod in alone { world.cluster.setCutOff(pod, true) }
    var cuts: [Int] = []
    if direction != .from { cuts.append(world.mesh.cut(from: first.side, to: second.side)) }
    if direction != .to { cuts.append(world.mesh.cut(from: second.side, to: first.side)) }
    return Reunion(cuts: cuts, isolated: isolated, alone: alone)
  }

  /// The cuts to mend, the machines to reach again, by index, and the pods that reach the API
  /// again.
  private struct Reunion: WorldRepair {
    let cuts: [Int]
    let isolated: [Int]
    let alone: [PodHandle]

    func repair(_ world: inout World, in simulation: inout Simulation) {
      for cut in cuts { world.mesh.mendCut(cut) }
      for node in isolated { world.cluster.setReachable(node: node, true, in: &simulation) }
      for pod in alone { world.cluster.setCutOff(pod, false) }
    }
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
    case .nodes(let target):
      return Members(nodes: cluster.nodes(of: target, random: random), pods: [])
    case .pods(let target):
      return Members(nodes: [], pods: cluster.pods(of: target, random: random))
    case .dependency: return Members(nodes: [], pods: [])
    }
  }

  private func others(than members: Members, in cluster: borrowing Cluster) -> [Int] {
    let taken = members.nodes + members.pods.map { Int(cluster.pods[$0].node) }
    return cluster.nodes.indices.filter { !taken.contains($0) }
  }
}
