import SimulationKernel

/// Members that do nothing else while their disk takes what they have to save.
///
/// One loop of etcd's server counts the ticks, sends the library's messages and saves entries and
/// votes (server/etcdserver/raft.go, raftNode.start): messages leave before the entries that came
/// with them are saved, and all that comes up meanwhile leaves afterwards. While a disk hangs, a
/// leader thus sends no heartbeat and does not count its quorum, its followers elect another, and a
/// follower grants no vote (etcd issues 13527 and 15247). One that has nothing to save goes on.
extension StoreGroups {
  /// Whether a member's disk takes what the member has to save.
  func isSaving(_ member: Int) -> Bool {
    members[member].disk.isFlushing && !members[member].disk.served.isEmpty
  }

  /// Whether the disk of a group's member hangs, and the member with it.
  func hangs(slot: Int, of group: Int) -> Bool {
    guard members[groups[group].members[slot]].disk.isStalled,
      case .raft(let base) = groups[group].protocolState
    else { return false }
    return waitsForDisk(base + slot)
  }

  /// Whether a Raft member waits for its disk before it does anything else.
  func waitsForDisk(_ index: Int) -> Bool {
    guard rafts[index].parameters.waitsForDisk else { return false }
    let owner = raftOwners[index]
    return isSaving(groups[owner.group].members[owner.slot])
  }

  /// Sends a packet once what its sender is saving is on the disk.
  mutating func sendWhenSaved(_ packet: StorePacket, group: Int, slot: Int) {
    let waiter = FlushWaiter(
      group: Int32(group), slot: Int32(slot), through: 0, term: 0, packet: packets.insert(packet))
    members[groups[group].members[slot]].disk.served.append(waiter)
  }

  /// The timers that rang while a member saved ring, before it saves anything else.
  mutating func ringLate(member: Int, now: SimTime) {
    let late = members[member].disk.late
    members[member].disk.late.removeAll(keepingCapacity: true)
    for (event, argument) in late { ring(event, of: Int(argument), now: now) }
  }

  /// A timer of a Raft member rings, or does so once the member has saved what it is saving.
  mutating func ring(_ event: StoreEvent, of index: Int, now: SimTime) {
    guard !waitsForDisk(index) else {
      let owner = raftOwners[index]
      members[groups[owner.group].members[owner.slot]].disk.late.append((event, UInt32(index)))
      return
    }
    stepRaft(index, now: now) {
      if event == .electionTimer {
        $0.electionTimer(now: now, into: &$1)
      } else {
        $0.heartbeatTimer(now: now, into: &$1)
      }
    }
  }
}
