import Cluster
import Manifests
import Mesh
import Metrics
import SimulationKernel

/// What is needed to undo a fault, by the room that it broke.
enum WorldRepair: Sendable {
  case cluster(ClusterRepair)
  case network(cuts: [Int], isolatedNodes: [Int])
  case none
}

/// Faults find the room whose state they break.
extension World {
  /// What a fault would hit if it were injected now.
  func targets(of fault: FaultSpec, random: EntityRandom) -> [FaultTargetRow] {
    if let fault = ClusterFault(fault.action) {
      return rows(cluster.targets(of: fault, random: random))
    }
    guard case .networkPartition(let partition) = fault.action else { return [] }
    return NetworkPartitionFault(partition).targets(in: cluster, random: random)
  }

  /// Injects a fault; its targets are resolved once, now.
  mutating func inject(
    _ fault: FaultSpec, random: EntityRandom, in simulation: inout Simulation
  ) -> (targets: [FaultTargetRow], repair: WorldRepair) {
    if let fault = ClusterFault(fault.action) {
      let (targets, repair) = cluster.inject(fault, random: random, in: &simulation)
      return (rows(targets), .cluster(repair))
    }
    guard case .networkPartition(let partition) = fault.action else { return ([], .none) }
    let fault = NetworkPartitionFault(partition)
    let targets = fault.targets(in: cluster, random: random)
    let isolated = fault.isolatedNodes(in: cluster)
    for node in isolated { cluster.setReachable(node: node, false, in: &simulation) }
    let cuts = fault.inject(into: &mesh, cluster, random: random)
    return (targets, .network(cuts: cuts, isolatedNodes: isolated))
  }

  /// Undoes a fault.
  mutating func repair(_ repair: WorldRepair, in simulation: inout Simulation) {
    switch repair {
    case .cluster(let repair): cluster.repair(repair, in: &simulation)
    case .network(let cuts, let nodes):
      for cut in cuts { mesh.mendCut(cut) }
      for node in nodes { cluster.setReachable(node: node, true, in: &simulation) }
    case .none: break
    }
  }

  private func rows(_ targets: [ClusterFaultTarget]) -> [FaultTargetRow] {
    targets.map { FaultTargetRow(kind: $0.kind, name: $0.name, uid: $0.uid) }
  }
}
