import Cluster
import Manifests
import SimulationKernel
import Stores

/// Changes that reach the rooms.
extension World {
  /// Restarts the pods of a store as its operator does; other workloads are left as they are.
  mutating func restart(_ workload: WorkloadReference) {
    guard let pod = cluster.pods(of: .workload(workload)).first else { return }
    stores.restart(workload: Int(cluster.pods[pod].workload))
  }
}
