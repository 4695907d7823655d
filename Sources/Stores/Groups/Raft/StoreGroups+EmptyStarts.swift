import SimulationKernel

/// Members whose software ends at once when it starts with an empty disk, because of what it was
/// configured to know of its cluster.
extension StoreGroups {
  /// The newest term of a group that a member knows.
  func newestTerm(group: Int, base: Int) -> UInt32 {
    groups[group].members.indices.reduce(0) { max($0, rafts[base + $1].term) }
  }

  /// Admits a member's software that starts; returns false where it ends again at once, because its
  /// disk is empty.
  ///
  /// Notes since when the disk is empty, and readmits a member that may join its groups as a new
  /// one.
  mutating func admitStart(of member: Int, now: SimTime) -> Bool {
    guard members[member].disk.isNew else { return true }
    members[member].emptySince = members[member].emptySince ?? now
    let rule = stores[members[member].store].configuration.emptyStart
    guard rule != .staysOutside else { return true }
    var isAdmitted = true
    forEachGroup(of: member) { groups, group, slot in
      guard case .raft(let base) = groups.groups[group].protocolState,
        groups.isBlank(slot, of: group),
        !groups.isGone(group: group), !groups.takesPart(slot, in: group)
      else { return }
      if rule == .joinsNextLeader, groups.isForgotten(slot, of: group, base: base) {
        groups.groups[group].lostDisks.readmitted.insert(slot)
      } else {
        isAdmitted = false
      }
    }
    return isAdmitted
  }

  /// Whether the present leader, or the next one, was elected after a slot lost its disk, so that
  /// it expects no entries to be there.
  private func isForgotten(_ slot: Int, of group: Int, base: Int) -> Bool {
    guard let leader = groups[group].leader, leader != slot else { return true }
    return rafts[base + leader].term > groups[group].lostDisks.terms[slot]
  }

  /// Why a member's software ends when it starts with an empty disk; nil where it does not end.
  func emptyEnd(of member: Int) -> String? {
    guard newDisk(of: member) == .outside else { return nil }
    switch stores[members[member].store].configuration.emptyStart {
    case .staysOutside: return nil
    case .isRefused: return "its disk is new, and its cluster knows it: already been bootstrapped"
    case .joinsNextLeader:
      return "its disk is new, and the leader expects of it what it held: tocommit is out of range"
    }
  }
}
