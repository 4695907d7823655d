package import Cluster
package import Manifests
package import Mesh
package import SimulationKernel

/// A fault of stores: what it hits and what it does to it.
package protocol StoreFault: FaultAction {
  /// The pods that it hits.
  var pods: PodTarget { get }

  /// Breaks some members.
  func inject(into groups: inout StoreGroups, members: [Int], now: SimTime)

  /// Mends them.
  func repair(_ groups: inout StoreGroups, members: [Int], now: SimTime)
}

/// A fault of one disk for each member that it hits.
package protocol StoreDiskFault: StoreFault {
  /// The pods whose disks it hits.
  var target: PodTarget { get }
  /// What the disk does.
  var disk: DiskFault { get }
}

extension StoreDiskFault {
  /// The pods that it hits.
  package var pods: PodTarget { target }

  /// Breaks the members' disks.
  package func inject(into groups: inout StoreGroups, members: [Int], now: SimTime) {
    for member in members { groups.breakDisk(of: member, disk, now: now) }
  }

  /// Mends the members' disks.
  package func repair(_ groups: inout StoreGroups, members: [Int], now: SimTime) {
    for member in members { groups.mendDisk(of: member, disk, now: now) }
  }
}

extension Stores {
  /// Breaks the members in some pods, and returns them.
  package mutating func inject(
    _ fault: any StoreFault, into pods: [PodHandle], in simulation: inout Simulation,
    _ mesh: inout Mesh, _ cluster: inout Cluster
  ) -> [Int] {
    let members = pods.compactMap { member(in: $0) }
    fault.inject(into: &groups, members: members, now: simulation.now)
    carryOut(in: &simulation, &mesh, &cluster)
    return members
  }

  /// Mends what a fault broke.
  package mutating func repair(
    _ fault: any StoreFault, members: [Int], in simulation: inout Simulation,
    _ mesh: inout Mesh, _ cluster: inout Cluster
  ) {
    fault.repair(&groups, members: members, now: simulation.now)
    carryOut(in: &simulation, &mesh, &cluster)
  }

  /// Every store loses all it has, as when its region is gone.
  package mutating func loseRegion(
    in simulation: inout Simulation, _ mesh: inout Mesh, _ cluster: inout Cluster
  ) {
    state?.lose(now: simulation.now)
    groups.isStateLost = state?.isLost ?? false
    for store in groups.stores.indices {
      groups.damage(store: store, .region, now: simulation.now)
    }
    carryOut(in: &simulation, &mesh, &cluster)
  }
}
