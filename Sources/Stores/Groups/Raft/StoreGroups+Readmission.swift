import SimulationKernel

/// An administrator readmits members that stay outside because their disk is new: each is removed
/// from its groups and added anew.
extension StoreGroups {
  /// Readmits the members of a store that have been outside for as long as an administrator is
  /// assumed to take.
  mutating func readmit(store: Int, now: SimTime) {
    guard let patience = stores[store].configuration.memberReplacement else { return }
    // Who is told that its cluster is new is never let in.
    guard stores[store].configuration.emptyStart != .isRefused else { return }
    let due = stores[store].members.contains {
      isEmptyFor(patience, $0, now: now) && newDisk(of: $0) == .outside
    }
    guard due else { return }
    if stores[store].bus != nil {
      readmissions += adoptStrangers(store: store, now: now)
      return
    }
    for member in stores[store].members
    where isEmptyFor(patience, member, now: now) && readmit(member, now: now) {
      readmissions.append(member)
    }
  }

  /// Whether a member first started with an empty disk at least so long ago, and runs or keeps
  /// restarting.
  private func isEmptyFor(_ patience: SimDuration, _ member: Int, now: SimTime) -> Bool {
    guard let since = members[member].emptySince, now - since >= patience else { return false }
    return members[member].isUp
      || stores[members[member].store].configuration.emptyStart == .joinsNextLeader
  }

  private mutating func readmit(_ member: Int, now: SimTime) -> Bool {
    var isReadmitted = false
    forEachGroup(of: member) { groups, group, slot in
      guard case .raft(let base) = groups.groups[group].protocolState,
        groups.isBlank(slot, of: group), !groups.takesPart(slot, in: group),
        groups.agrees(group: group, base: base, without: slot, now: now)
      else { return }
      groups.groups[group].lostDisks.readmitted.insert(slot)
      groups.startRaft(base + slot, group: group, wasRunning: false, now: now)
      isReadmitted = true
    }
    return isReadmitted
  }

  /// Whether a Raft group would commit the change of membership.
  ///
  /// It does if it has a leader and a majority of the other members has all that it committed, so
  /// that the vote of the readmitted member can not lose a committed entry.
  private func agrees(group: Int, base: Int, without slot: Int, now: SimTime) -> Bool {
    guard let leader = groups[group].leader, leader != slot,
      rafts[base + leader].isEstablished, rafts[base + leader].hasLease(now: now)
    else { return false }
    let slots = groups[group].members
    let complete = slots.indices.count(where: {
      $0 != slot && members[slots[$0]].isUp && !isBlank($0, of: group)
        && canReach(slots[leader], slots[$0])
        && rafts[base + $0].log.last >= rafts[base + leader].commit
    })
    return complete >= Quorum.majority(of: slots.count - 1)
  }
}
