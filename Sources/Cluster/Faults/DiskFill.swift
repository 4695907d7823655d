package import Manifests
package import SimulationKernel

/// Something outside the pods fills the file system that holds images and containers, or takes its
/// inodes.
///
/// The kubelet sees it at its next look: DiskPressure, images that nobody uses go, then pods.
/// Repair frees what was taken.
extension DiskFill: ClusterFault {
  /// Machines that are powered on.
  package func targets(
    in cluster: borrowing Cluster, random: EntityRandom
  ) -> [ClusterFaultTarget] {
    cluster.poweredOn(cluster.nodes(of: target, random: random))
  }

  /// Fills their disks.
  package func inject(
    into cluster: inout Cluster, hitting targets: [ClusterFaultTarget],
    in simulation: inout Simulation
  ) -> any ClusterRepair {
    let nodes = targets.compactMap(\.node)
    for node in nodes {
      cluster.fillDisk(of: node, to: share, inodes: inodeShare, in: &simulation)
    }
    return FreeDisk(nodes: nodes, freesBytes: share != nil, freesInodes: inodeShare != nil)
  }
}

/// Machines with a full disk, by index.
private struct FreeDisk: ClusterRepair {
  let nodes: [Int]
  let freesBytes: Bool
  let freesInodes: Bool

  func repair(_ cluster: inout Cluster, in simulation: inout Simulation) {
    for node in nodes {
      cluster.fillDisk(
        of: node, to: freesBytes ? 0 : nil, inodes: freesInodes ? 0 : nil, in: &simulation)
    }
  }
}

extension Cluster {
  /// Brings a node's disk, and its inodes, to a share in use by what is no pod's, or takes that
  /// away with zero; nil leaves it.
  fileprivate mutating func fillDisk(
    of node: Int, to share: Double?, inodes: Double?, in simulation: inout Simulation
  ) {
    if let share { disks.fill(node, to: share) }
    if let inodes { disks.takeInodes(node, share: inodes) }
    watchPressure(of: node, in: &simulation)
  }
}
