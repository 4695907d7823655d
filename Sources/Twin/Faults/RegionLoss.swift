import Cluster
import Manifests
import Metrics
import SimulationKernel
import Stores

/// A region's loss: all machines are off and all disks empty until others are there.
extension RegionLoss: WorldFault {
  func targets(in world: borrowing World, random: EntityRandom) -> [FaultTargetRow] {
    let live = world.cluster.nodes.indices.filter { !world.cluster.nodes[$0].isDeleted }
    return world.cluster.rows(of: live.map { .node($0) })
  }

  func inject(
    into world: inout World, random: EntityRandom, in simulation: inout Simulation
  ) -> any WorldRepair {
    let live = world.cluster.nodes.indices.filter { !world.cluster.nodes[$0].isDeleted }
    var cuts: [CutPower] = []
    for node in live { cuts.append(world.cluster.powerOff(node: node, in: &simulation)) }
    world.stores.loseRegion(in: &simulation, &world.mesh, &world.cluster)
    return OtherMachines(cuts: cuts)
  }

  /// Machines elsewhere take the place of those that were lost.
  private struct OtherMachines: WorldRepair {
    let cuts: [CutPower]

    func repair(_ world: inout World, in simulation: inout Simulation) {
      for cut in cuts { world.cluster.powerOn(cut, in: &simulation) }
    }
  }
}
