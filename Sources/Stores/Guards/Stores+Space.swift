import Cluster
import SimulationKernel

/// Alarms about databases that reached their quota, as events of the pods that raise them.
extension Stores {
  /// Says whose database is full.
  mutating func tellSpaceAlarms(
    in simulation: borrowing Simulation, _ cluster: inout Cluster
  ) {
    for member in groups.takeSpaceAlarms() {
      let quota = groups.stores[groups.members[member].store].configuration.spaceQuota ?? 0
      tell(
        member, "DatabaseSpaceExceeded",
        "its database reached its quota of \(Self.mebibytes(quota)): the cluster refuses writes",
        in: simulation, &cluster)
    }
  }
}
