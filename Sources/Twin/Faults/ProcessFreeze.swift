import Cluster
import Manifests
import Metrics
import SimulationKernel
import Stores

/// SIGSTOP to the processes of a store's pods: connections stay open, nothing answers, and probes
/// fail; SIGCONT ends it.
extension ProcessFreeze: WorldFault {
  func targets(in world: borrowing World, random: EntityRandom) -> [FaultTargetRow] {
    world.cluster.rows(
      of: world.cluster.pods(of: target, random: random).map { ClusterFaultTarget.pod($0) })
  }

  func inject(
    into world: inout World, random: EntityRandom, in simulation: inout Simulation
  ) -> any WorldRepair {
    let pods = world.cluster.pods(of: target, random: random)
    for pod in pods { world.setFrozen(pod, true, in: &simulation) }
    return Thaw(pods: pods)
  }

  /// The pods whose processes go on.
  private struct Thaw: WorldRepair {
    let pods: [PodHandle]

    func repair(_ world: inout World, in simulation: inout Simulation) {
      for pod in pods { world.setFrozen(pod, false, in: &simulation) }
    }
  }
}

extension World {
  fileprivate mutating func setFrozen(
    _ pod: PodHandle, _ isFrozen: Bool, in simulation: inout Simulation
  ) {
    stores.setFrozen(pod, isFrozen, in: &simulation, &mesh, &cluster)
  }
}
