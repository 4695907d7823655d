import Cluster
import SimulationKernel

/// Members that start with a new disk, or with less than they had, as Kubernetes and its events
/// show them.
extension Stores {
  /// Says what became of a member's disk since it ran last, once its start is done; those that get
  /// data follow.
  ///
  /// - Parameter losses: How many losses of acknowledged writes were known before it started.
  mutating func tellStart(
    of member: Int, losses: Int, in simulation: borrowing Simulation, _ cluster: inout Cluster
  ) {
    guard groups.members[member].pendingStart == nil else { return }
    let lost = groups.losses[losses...].reduce(0) { $0 + $1.writes }
    if lost > 0 {
      tell(
        member, "StartedWithLess",
        "it takes writes again without \(lost) that were acknowledged; its copies follow it",
        in: simulation, &cluster)
    }
    guard !groups.members[member].disk.isGone else {
      tell(
        member, "DiskMissing", "its disk is gone and nothing has replaced it", in: simulation,
        &cluster)
      return
    }
    if let reason = groups.emptyEnd(of: member) {
      tell(member, "EndsWithNewDisk", reason, in: simulation, &cluster)
      return
    }
    switch groups.newDisk(of: member) {
    case nil: groups.noteFilled(member)
    case .copying:
      if !unfilled.contains(member) { unfilled.append(member) }
      tell(
        member, "NewDisk", "its disk is new: it copies from the members that have its data",
        in: simulation, &cluster)
    case .outside:
      tell(
        member, "NewDisk",
        "its disk is new: it stays outside until somebody makes it a member again",
        in: simulation, &cluster)
    }
  }

  /// A member that starts on a claim which was deleted and made anew has lost its disk.
  mutating func seeClaim(
    of member: Int, in pod: PodHandle, at now: SimTime, _ cluster: borrowing Cluster
  ) {
    let (known, found) = (dataClaims[member], cluster.dataClaim(of: pod))
    dataClaims[member] = found
    guard let known, let found, known.name == found.name, known.wipes != found.wipes else {
      return
    }
    groups.breakDisk(of: member, .lost, now: now)
  }

  /// Members that an administrator has made members again say so.
  mutating func tellReadmissions(
    in simulation: borrowing Simulation, _ cluster: inout Cluster
  ) {
    guard !groups.readmissions.isEmpty else { return }
    let readmitted = groups.readmissions
    groups.readmissions.removeAll()
    for member in readmitted {
      if !unfilled.contains(member) { unfilled.append(member) }
      tell(
        member, "MemberReplaced", "it was removed from its cluster and added anew",
        in: simulation, &cluster)
    }
  }

  /// Standbys that clone their primary's data are ready when they have it.
  mutating func followClones(
    of store: Int, in simulation: inout Simulation, _ cluster: inout Cluster
  ) {
    guard groups.stores[store].configuration.clonesAtStart else { return }
    for member in groups.stores[store].members where groups.members[member].isUp {
      showSoftware(of: member, in: &simulation, &cluster)
    }
  }

  /// Members whose new disks are filled say so and are ready.
  mutating func followNewDisks(in simulation: inout Simulation, _ cluster: inout Cluster) {
    for index in unfilled.indices.reversed() {
      let member = unfilled[index]
      guard groups.newDisk(of: member) == nil else { continue }
      unfilled.remove(at: index)
      groups.noteFilled(member)
      guard groups.members[member].isUp else { continue }
      cluster.setHealth(of: pods[member], alive: true, ready: true, in: &simulation)
      tell(
        member, "NewDiskFilled", "it holds its data again", isWarning: false, in: simulation,
        &cluster)
    }
  }
}
