import Cluster
import Manifests
import SimulationKernel
import Stores

/// Changes by operators of the platform that more than the room `Cluster` acts on.
extension World {
  /// Restarts the pods of a store as its operator does; false for other workloads, which their
  /// controllers restart.
  mutating func restart(_ workload: WorkloadReference) -> Bool {
    guard let pod = cluster.pods(of: .workload(workload)).first else { return false }
    return stores.restart(workload: Int(cluster.pods[pod].workload))
  }
}
