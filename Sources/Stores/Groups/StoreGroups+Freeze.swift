package import SimulationKernel

/// Processes that are frozen (SIGSTOP) and thawed (SIGCONT).
///
/// To its peers a frozen process is silent. When it is thawed it handles all that arrived in the
/// meantime, without knowing that time has passed.
extension StoreGroups {
  /// A member's process is frozen.
  package mutating func memberFrozen(_ member: Int, now: SimTime) {
    guard members[member].isUp || members[member].pendingStart != nil else { return }
    memberChanges(member, now: now)
    setFrozen(member, true)
    members[member].isSilent = true
    guard members[member].isUp else {
      holdStart(of: member, now: now)
      return
    }
    members[member].isUp = false
    members[member].stoppedAt = now
    forEachGroup(of: member) { groups, group, slot in
      groups.memberFellSilent(slot, of: group, now: now)
    }
  }

  /// A member's process is thawed: it first handles the events that have waited for it.
  package mutating func memberThawed(_ member: Int, now: SimTime) {
    guard members[member].isFrozen else { return }
    memberChanges(member, now: now)
    setFrozen(member, false)
    members[member].isSilent = false
    let backlog = members[member].backlog
    members[member].backlog.removeAll()
    for item in backlog {
      actions.append(.schedule(item.event, at: now, argument: item.argument))
    }
    guard members[member].pendingStart == nil else {
      resumeStart(of: member, now: now)
      return
    }
    members[member].isUp = true
    forEachGroup(of: member) { groups, group, slot in
      groups.memberWentOn(slot, of: group, now: now)
    }
  }

  mutating func setFrozen(_ member: Int, _ isFrozen: Bool) {
    guard members[member].isFrozen != isFrozen else { return }
    members[member].isFrozen = isFrozen
    frozenCount += isFrozen ? 1 : -1
  }

  private mutating func memberWentOn(_ slot: Int, of group: Int, now: SimTime) {
    switch groups[group].protocolState {
    case .raft(let base):
      guard rafts[base + slot].isLeader, groups[group].leader == nil else { return }
      groups[group].leader = slot
    case .shipping(let index):
      if slot == shippings[index].primary, groups[group].patroni != nil {
        // The wait for its agent's next loop has run out: the loop runs at once.
        watchCopies(group: group, shipping: index, now: now)
        actions.append(.schedule(.decide, at: now, argument: UInt32(group)))
      }
      // A primary that was replaced meanwhile answers its clients until it learns of its successor.
      let record = groups[group].lastRecord.map { failovers[$0] }
      guard slot != shippings[index].primary, record?.oldPrimary == groups[group].members[slot],
        shippings[index].acknowledgesAlone
      else { return }
      groups[group].deposed = (slot: slot, until: now + Self.watchInterval)
    case .erasure, .registered: break
    }
  }

  /// Keeps an event for the thaw if the process that would handle it is frozen; returns whether it
  /// is.
  mutating func keepIfFrozen(_ event: StoreEvent, argument: UInt32) -> Bool {
    guard frozenCount > 0, let member = target(of: event, argument: argument),
      members[member].isFrozen
    else { return false }
    members[member].backlog.append((event, argument))
    if event == .workDone { requests[Handle(rawValue: argument)].job = nil }
    return true
  }

  /// The member whose process handles an event; nil for events that no single process handles.
  private func target(of event: StoreEvent, argument: UInt32) -> Int? {
    switch event {
    case .decide, .watch, .sentinelTimer, .restoreWorked, .softwareEnds, .watchState,
      .startGoesOn, .bootstrapDue:
      return nil
    case .databaseEnds: return Int(argument)
    case .candidateCron:
      let candidate = IndexedArgument(rawValue: argument)
      return groups[candidate.index].members[Int(candidate.number)]
    case .flushed: return IndexedArgument(rawValue: argument).index
    case .electionTimer, .heartbeatTimer:
      let owner = raftOwners[Int(argument)]
      return groups[owner.group].members[owner.slot]
    case .workDone, .readDone, .delayed, .publishedAgain:
      let request = Handle<StoreRequest>(rawValue: argument)
      return requests.contains(request) ? Int(requests[request].server) : nil
    case .packet: return Int(packets[Handle(rawValue: argument)].to)
    case .shardRead: return Int(packets[Handle(rawValue: argument)].from)
    }
  }

  /// Drops the events that waited for a frozen process that was killed.
  mutating func dropBacklog(of member: Int, isSilent: Bool) {
    let backlog = members[member].backlog
    members[member].backlog.removeAll()
    for item in backlog where item.event == .packet || item.event == .shardRead {
      let handle = Handle<StorePacket>(rawValue: item.argument)
      let packet = packets[handle]
      packets.remove(handle)
      undeliverable(packet, isSilent: isSilent)
    }
  }
}
