package import Manifests
package import SimulationKernel

/// Pods are deleted once, as Chaos Mesh's `pod-kill` does; their controllers replace them.
///
/// With no grace period (the default) the containers get SIGKILL at once: exit code 137.
package struct PodKill: Sendable {
  /// Which pods, and how many of them.
  let target: PodTarget
  /// From the deletion request to SIGKILL.
  let gracePeriod: SimDuration

  /// Makes the fault of a target and a grace period.
  package init(_ target: PodTarget, gracePeriod: SimDuration) {
    self.target = target
    self.gracePeriod = gracePeriod
  }

  /// The pods hit, chosen by the target's mode.
  func targets(in cluster: borrowing Cluster, random: EntityRandom) -> [PodHandle] {
    var random = random
    return target.mode.choose(among: cluster.pods(of: target.group), random: &random)
  }

  /// Deletes the pods.
  func inject(
    into cluster: inout Cluster, targets: [PodHandle], in simulation: inout Simulation
  ) -> ClusterRepair {
    for pod in targets where cluster.pods.contains(pod) {
      cluster.deletePod(pod, grace: gracePeriod, in: &simulation)
    }
    return .none
  }
}
