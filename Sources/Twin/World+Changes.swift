import Cluster
import Manifests
import SimulationKernel
import Stores

/// Changes by administrators on which other rooms than `Cluster` act.
extension World {
  /// Restarts the pods of a store as its operator does; false for other workloads, which their
  /// controllers restart.
  mutating func restart(_ workload: WorkloadReference) -> Bool {
    guard let pod = cluster.pods(of: .workload(workload)).first else { return false }
    return stores.restart(workload: Int(cluster.pods[pod].workload))
  }
}
