import Cluster
import Manifests
import Mesh
import Metrics
import SimulationKernel
import Workload

/// Messages between two sides vanish, in one direction or both: Chaos Mesh's NetworkChaos
/// `partition`.
///
/// Without a second side the first one is cut from all others and from hosts outside, and pods from
/// users too. Users stay on the side of machines, as those of an office stay with its servers.
extension NetworkPartition: WorldFault {
  func targets(in world: borrowing World, random: EntityRandom) -> [FaultTargetRow] {
    let sides = [from] + (to.map { [$0] } ?? [])
    var hit: [ClusterFaultTarget] = []
    var hosts: [FaultTargetRow] = []
    for side in sides {
      let members = resolve(side, in: world, random)
      for node in members.nodes { hit.append(.node(node)) }
      for pod in members.pods { hit.append(.pod(pod)) }
      for host in members.hosts {
        hosts.append(FaultTargetRow(kind: "Host", name: world.workload.hosts[host]))
      }
    }
    return world.cluster.rows(of: hit) + hosts
  }

  func inject(
    into world: inout World, random: EntityRandom, in simulation: inout Simulation
  ) -> any WorldRepair {
    let first = resolve(from, in: world, random)
    let second = to.map { resolve($0, in: world, random) } ?? others(than: first, in: world)
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

  /// The nodes, the pods or the hosts outside of a side, and whether users are on it.
  private struct Members {
    var nodes: [Int] = []
    var pods: [PodHandle] = []
    var hosts: [Int] = []
    var hasUsers = false
    var side: NetworkCut.Side {
      .init(nodes: nodes, pods: pods.map(\.index), hosts: hosts, hasUsers: hasUsers)
    }
  }

  private func resolve(
    _ target: FaultTarget, in world: borrowing World, _ random: EntityRandom
  ) -> Members {
    switch target {
    case .nodes(let target): Members(nodes: world.cluster.nodes(of: target, random: random))
    case .pods(let target): Members(pods: world.cluster.pods(of: target, random: random))
    case .dependency(let name, _):
      Members(hosts: world.workload.hosts.indices.filter { world.workload.hosts[$0] == name })
    }
  }

  private func others(than members: Members, in world: borrowing World) -> Members {
    let taken = members.nodes + members.pods.map { Int(world.cluster.pods[$0].node) }
    return Members(
      nodes: world.cluster.nodes.indices.filter { !taken.contains($0) },
      hosts: Array(world.workload.hosts.indices), hasUsers: !members.pods.isEmpty)
  }
}
