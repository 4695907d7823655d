package import SimulationKernel

/// Disks that are out of order.
extension StoreGroups {
  /// Breaks a member's disk.
  package mutating func breakDisk(of member: Int, _ fault: DiskFault, now: SimTime) {
    awaitChange(store: members[member].store)
    switch fault {
    case .full:
      let disk = members[member].disk
      members[member].disk.foreign = max(0, disk.capacity - disk.used)
      stopIfFull(member, now: now)
    case .slow(let factor): members[member].disk.slowdown = factor
    case .stalled:
      members[member].disk.isStalled = true
      members[member].stalledSince = now
    case .lost, .gone:
      loseDisk(of: member, now: now)
      members[member].disk.isGone = fault == .gone
      let isRunning = members[member].isUp || members[member].isLoading
      if isRunning { actions.append(.crash(member: member)) }
    }
  }

  /// Mends a member's disk; what was lost stays lost.
  package mutating func mendDisk(of member: Int, _ fault: DiskFault, now: SimTime) {
    awaitChange(store: members[member].store)
    switch fault {
    case .full: members[member].disk.foreign = 0
    case .slow: members[member].disk.slowdown = 1
    case .stalled:
      members[member].disk.isStalled = false
      members[member].stalledSince = nil
      let held = members[member].disk.held
      members[member].disk.held.removeAll()
      for (event, argument) in held {
        actions.append(.schedule(event, at: now, argument: argument))
      }
    case .lost, .gone: break
    }
  }

  /// Everything on a member's disk is gone.
  private mutating func loseDisk(of member: Int, now: SimTime) {
    members[member].disk.used = 0
    members[member].disk.isNew = true
    members[member].isOutOfRoom = false
    members[member].emptySince = nil
    members[member].log = RecycledLog()
    members[member].retained = RetainedLog(
      age: stores[members[member].store].configuration.retention?.age ?? .zero,
      limit: stores[members[member].store].configuration.retention?.limit)
    forEachGroup(of: member) { groups, group, slot in
      switch groups.groups[group].protocolState {
      case .raft(let base):
        groups.groups[group].lostDisks.terms[slot] = groups.newestTerm(group: group, base: base)
        groups.rafts[base + slot].loseDisk()
        for peer in groups.groups[group].members.indices where peer != slot {
          groups.rafts[base + peer].forget(peer: slot)
        }
        groups.groups[group].lostDisks.slots.insert(slot)
        groups.groups[group].lostDisks.readmitted.remove(slot)
      case .shipping(let index):
        groups.shippings[index].destroy(slot: slot)
        groups.groups[group].rebuilding.insert(slot)
      case .erasure(let set):
        groups.loseBlocks(slot: slot, group: group, needed: set.readQuorum, now: now)
      case .registered:
        if slot < groups.groups[group].parts.count {
          groups.groups[group].parts[slot] = MergedParts()
        }
        groups.loseBlocks(slot: slot, group: group, needed: 1, now: now)
      }
    }
  }

  /// Blocks that too few members still hold are lost writes of a loss without a failover.
  private mutating func loseBlocks(slot: Int, group: Int, needed: Int, now: SimTime) {
    let lost = groups[group].holders.destroy(slot: slot, needed: needed)
    record(lost: lost, slot: slot, group: group, now: now)
  }

  /// A member's machine lost its power: parts that only its page cache held are gone.
  mutating func losePowerBlocks(slot: Int, group: Int, now: SimTime) {
    let lost = groups[group].holders.losePower(slot: slot, needed: 1)
    record(lost: lost, slot: slot, group: group, now: now)
  }

  /// Records a loss without an outage, which belongs to what happens now and not to the last write
  /// before it.
  private mutating func record(lost: UInt64, slot: Int, group: Int, now: SimTime) {
    // A store that lost all its data has the record of that.
    guard lost > 0, stores[groups[group].store].loss == nil else { return }
    let member = groups[group].members[slot]
    var record = FailoverRecord(
      store: groups[group].store, shard: groups[group].shard, lostAt: now, detectedAt: now,
      lastAcceptedAt: now, oldPrimary: member, newPrimary: member)
    record.readyAt = now
    record.firstAcceptedAt = now
    record.lostWrites = lost
    failovers.append(record)
  }

  /// Whether a replicated log has lost the disks of a majority and can not come back by itself.
  ///
  /// It can where those with new disks elect nobody without those that have the data.
  func isGone(group: Int) -> Bool {
    let lost = groups[group].lostDisks.slots.count
    guard lost > 0, QuorumQueueFate(members: groups[group].members.count, lost: lost) == .gone,
      case .raft(let base) = groups[group].protocolState
    else { return false }
    return rafts[base].parameters.countsEmptyVotes || lost == groups[group].members.count
  }

  /// Members whose log has caught up after they lost their disk count again.
  mutating func watchDestroyed(group: Int) {
    guard !groups[group].lostDisks.slots.isEmpty, !isGone(group: group),
      let leader = groups[group].leader,
      case .raft(let base) = groups[group].protocolState
    else { return }
    for slot in groups[group].members.indices
    where groups[group].lostDisks.slots.contains(slot) && takesPart(slot, in: group)
      && rafts[base + slot].log.last >= rafts[base + leader].commit
    {
      groups[group].lostDisks.slots.remove(slot)
      groups[group].lostDisks.readmitted.remove(slot)
    }
  }
}
