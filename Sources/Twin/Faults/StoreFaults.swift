import Cluster
import Manifests
import Metrics
import SimulationKernel
import Stores

/// Faults of stores hit the pods of their members.
extension World {
  /// What a fault of stores would hit.
  func targets(of fault: any StoreFault, random: EntityRandom) -> [FaultTargetRow] {
    cluster.rows(of: cluster.pods(of: fault.pods, random: random).map { .pod($0) })
  }

  /// Breaks what it hits.
  mutating func inject(
    _ fault: any StoreFault, random: EntityRandom, in simulation: inout Simulation
  ) -> any WorldRepair {
    let pods = cluster.pods(of: fault.pods, random: random)
    let members = stores.inject(fault, into: pods, in: &simulation, &mesh, &cluster)
    return RepairOfMembers(fault: fault, members: members)
  }

  /// What mends the members that a fault hit.
  private struct RepairOfMembers: WorldRepair {
    let fault: any StoreFault
    let members: [Int]

    func repair(_ world: inout World, in simulation: inout Simulation) {
      world.stores.repair(
        fault, members: members, in: &simulation, &world.mesh, &world.cluster)
    }
  }
}
