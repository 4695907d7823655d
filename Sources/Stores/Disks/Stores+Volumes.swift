import Cluster
import SimulationKernel

/// The volumes of members as the cluster knows them.
extension Stores {
  /// Disks whose volumes have grown hold more from now on.
  mutating func measureDisks(_ cluster: borrowing Cluster) {
    guard cluster.expandedClaims != seenExpansions else { return }
    seenExpansions = cluster.expandedClaims
    for member in groups.members.indices where cluster.pods.contains(pods[member]) {
      guard let bytes = cluster.expandedBytes(of: pods[member]) else { continue }
      groups.grow(member, to: bytes)
    }
  }

  /// The volumes of a store's members with data.
  package func volumes(of store: Int) -> [StoreVolume] {
    groups.stores[store].members.map { member in
      let disk = groups.members[member].disk
      return StoreVolume(
        pod: pods[member], capacity: disk.capacity < .max ? disk.capacity : nil,
        used: disk.used + disk.foreign, log: groups.logBytes(of: member))
    }
  }
}
