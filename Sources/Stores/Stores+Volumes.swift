package import Cluster
import SimulationKernel

/// A member's volume.
package struct StoreVolume: Sendable {
  /// The member's pod; `none` before its first.
  package let pod: PodHandle
  /// Bytes that it holds; nil without a claim.
  package let capacity: Int64?
  /// Bytes in use.
  package let used: Int64
  /// Bytes of the write-ahead log, where that is no data.
  package let log: Int64
}

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
