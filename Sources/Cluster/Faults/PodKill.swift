package import Manifests
package import SimulationKernel

/// Pods are deleted once, as Chaos Mesh's `pod-kill` does; their controllers replace them.
///
/// With no grace period (the default) the containers get SIGKILL at once: exit code 137.
extension PodKill: ClusterFault {
  /// The pods that the mode chooses.
  package func targets(
    in cluster: borrowing Cluster, random: EntityRandom
  ) -> [ClusterFaultTarget] {
    cluster.pods(of: target, random: random).map { .pod($0) }
  }

  /// Deletes the pods.
  package func inject(
    into cluster: inout Cluster, hitting targets: [ClusterFaultTarget],
    in simulation: inout Simulation
  ) -> any ClusterRepair {
    for pod in targets.compactMap(\.pod) where cluster.pods.contains(pod) {
      cluster.deletePod(pod, grace: gracePeriod, in: &simulation)
    }
    return SelfRepair()
  }
}
