package import Manifests
package import SimulationKernel

/// SIGKILL to the main process of pods: exit code 137, connections close, and the kubelet restarts
/// the container.
///
/// Without restart it dies again at each start until the fault is over, so that the kubelet waits
/// longer from start to start (CrashLoopBackOff) and beyond the end of the fault. Of a pod in its
/// init step that process is the init container's.
extension ProcessKill: ClusterFault {
  /// The pods hit, chosen by the target's mode.
  package func targets(
    in cluster: borrowing Cluster, random: EntityRandom
  ) -> [ClusterFaultTarget] {
    cluster.pods(of: target, random: random).map { .pod($0) }
  }

  /// Kills their main processes.
  package func inject(
    into cluster: inout Cluster, hitting targets: [ClusterFaultTarget],
    in simulation: inout Simulation
  ) -> any ClusterRepair {
    let pods = targets.compactMap(\.pod).filter { cluster.pods.contains($0) }
    for pod in pods {
      cluster.pods[pod].isKeptDown = !restarts
      cluster.crash(pod, exitCode: 137, reason: .error, in: &simulation)
      cluster.killInit(of: pod, in: &simulation)
    }
    return Release(pods: pods)
  }
}

/// Pods whose process may live again.
private struct Release: ClusterRepair {
  let pods: [PodHandle]

  func repair(_ cluster: inout Cluster, in simulation: inout Simulation) {
    for pod in pods where cluster.pods.contains(pod) { cluster.pods[pod].isKeptDown = false }
  }
}
