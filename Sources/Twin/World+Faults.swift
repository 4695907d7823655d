import Cluster
import Manifests
import Metrics
import SimulationKernel
import Stores

/// Hands each fault to the room whose state it breaks.
extension World {
  /// What a fault would hit if it were injected now.
  func targets(of fault: FaultSpec, random: EntityRandom) -> [FaultTargetRow] {
    switch fault.action {
    case let action as any ClusterFault: cluster.targets(of: action, random: random)
    case let action as any StoreFault: targets(of: action, random: random)
    case let action as any WorldFault: action.targets(in: self, random: random)
    default: preconditionFailure("every fault of the catalog has a room that it breaks")
    }
  }

  /// Injects a fault; its targets are resolved once, now.
  mutating func inject(
    _ fault: FaultSpec, random: EntityRandom, in simulation: inout Simulation
  ) -> (targets: [FaultTargetRow], repair: any WorldRepair) {
    switch fault.action {
    case let action as any ClusterFault:
      let (targets, repair) = cluster.inject(action, random: random, in: &simulation)
      return (targets, RepairInCluster(repair: repair))
    case let action as any StoreFault:
      let targets = targets(of: action, random: random)
      return (targets, inject(action, random: random, in: &simulation))
    case let action as any WorldFault:
      let targets = action.targets(in: self, random: random)
      return (targets, action.inject(into: &self, random: random, in: &simulation))
    default: preconditionFailure("every fault of the catalog has a room that it breaks")
    }
  }

  private struct RepairInCluster: WorldRepair {
    let repair: any ClusterRepair

    func repair(_ world: inout World, in simulation: inout Simulation) {
      world.cluster.repair(repair, in: &simulation)
    }
  }
}
