import SimulationKernel

/// Groups that run Raft: steps of the members' state machines, writes, and elections.
extension StoreGroups {
  /// Runs one step of the Raft state machine of a member that is up, and carries out its effects.
  mutating func stepRaft(
    _ index: Int, now: SimTime, _ body: (inout RaftMember, inout [RaftEffect]) -> Void
  ) {
    let owner = raftOwners[index]
    guard members[groups[owner.group].members[owner.slot]].isUp,
      groups[owner.group].lostDisks.slots.isEmpty || takesPart(owner.slot, in: owner.group)
    else { return }
    if rafts[index].wantsTimeout {
      let store = groups[owner.group].store
      let timeout = rafts[index].parameters.drawTimeout(using: &stores[store].random)
      rafts[index].hand(timeout: timeout)
    }
    let isHeld = waitsForDisk(index)
    var wanted: [RaftEffect] = []
    swap(&wanted, &effects)
    wanted.removeAll(keepingCapacity: true)
    body(&rafts[index], &wanted)
    if groups[owner.group].detectedAt == nil, groups[owner.group].lastLeader != nil,
      rafts[index].role == .preCandidate || rafts[index].role == .candidate
    {
      groups[owner.group].detectedAt = now
      noteDetection(group: owner.group, now: now)
    }
    for effect in wanted {
      if isHeld, case .send(let message) = effect {
        sendWhenSaved(
          packet(message, group: owner.group), group: owner.group, slot: owner.slot)
      } else {
        carryOut(effect, group: owner.group, slot: owner.slot, index: index, now: now)
      }
    }
    swap(&wanted, &effects)
  }

  private mutating func carryOut(
    _ effect: RaftEffect, group: Int, slot: Int, index: Int, now: SimTime
  ) {
    switch effect {
    case .send(let message): send(packet(message, group: group))
    case .sendSnapshot(let message): beginSnapshot(message, group: group, now: now)
    case .sendWhenFlushed(let message, let through, let term, let new):
      var packet = packet(message, group: group)
      packet.bytes = StorePacket.headerBytes
      let waiter = FlushWaiter(
        group: Int32(group), slot: Int32(slot), through: through, term: term,
        packet: packets.insert(packet))
      flush(
        waiter, member: groups[group].members[slot],
        bytes: groups[group].bytes(ofEntries: new), now: now)
    case .flush(let through, let term, let new):
      let waiter = FlushWaiter(
        group: Int32(group), slot: Int32(slot), through: through, term: term, packet: .none)
      flush(
        waiter, member: groups[group].members[slot],
        bytes: groups[group].bytes(ofEntries: new), now: now)
    case .electionTimer(let time):
      actions.append(.schedule(.electionTimer, at: time, argument: UInt32(index)))
    case .heartbeatTimer(let time):
      actions.append(.schedule(.heartbeatTimer, at: time, argument: UInt32(index)))
    case .elected: elected(group: group, slot: slot, index: index, now: now)
    case .deposed: if groups[group].leader == slot { leaderLost(group: group, now: now) }
    case .committed(let through):
      guard groups[group].leader == slot else { return }
      groups[group].acknowledged.index = through
      groups[group].acknowledged.term = rafts[index].term
      if isFound(group: group, now: now) { noteReady(group: group, now: now) }
      while let request = groups[group].pending.popFirst(through: through) {
        commit(request, group: group, now: now)
      }
    }
  }

  func packet(_ message: RaftMessage, group: Int) -> StorePacket {
    let slots = groups[group].members
    let payload = message.kind == .append ? Int64(message.count) * groups[group].entryBytes : 0
    var packet = StorePacket(
      .raft, from: slots[Int(message.from)], to: slots[Int(message.to)],
      bytes: StorePacket.headerBytes + payload)
    packet.group = Int32(group)
    packet.message = .raft(message)
    return packet
  }

  /// An entry is committed: a write of the group's own clients or, in a coordinating group, the
  /// registration of a write to a shard.
  private mutating func commit(_ request: Handle<StoreRequest>, group: Int, now: SimTime) {
    if groups[group].shard >= 0 {
      accept(request, group: group, now: now)
    } else if requests.contains(request) {
      confirmRegistration(request, group: group, now: now)
    }
  }

  mutating func receiveRaft(_ packet: StorePacket, now: SimTime) {
    guard case .raft(let base) = groups[Int(packet.group)].protocolState,
      case .raft(let message) = packet.message
    else { return }
    stepRaft(base + Int(message.to), now: now) { $0.receive(message, now: now, into: &$1) }
  }

  /// Puts a write into the leader's log.
  mutating func proposeWrite(
    _ request: Handle<StoreRequest>, group: Int, base: Int, now: SimTime
  ) {
    let server = groups[group].slot(of: Int(requests[request].server))
    guard let slot = groups[group].leader, slot == server, rafts[base + slot].isLeader else {
      park(request)
      return
    }
    propose(
      request, bytes: requests[request].demand.loggedBytes, group: group, index: base + slot,
      now: now)
  }

  /// Appends an entry to a leader's log and remembers who waits for it.
  mutating func propose(
    _ request: Handle<StoreRequest>, bytes: Int64, group: Int, index: Int, now: SimTime
  ) {
    groups[group].note(entryBytes: bytes)
    groups[group].pending.append(number: rafts[index].log.last + 1, request: request)
    stepRaft(index, now: now) { $0.propose(count: 1, into: &$1) }
  }

  /// A member was elected leader: records what the change cost and lets waiting requests go on.
  private mutating func elected(group: Int, slot: Int, index: Int, now: SimTime) {
    // The step has already appended the new leader's first entry, which is nobody's write.
    let last = rafts[index].log.last - 1
    let held = rafts[index].log.lastIndex(
      upTo: min(groups[group].acknowledged.index, last),
      withTermAtMost: groups[group].acknowledged.term)
    let doubled = groups[group].pending.count(through: last)
    failPending(group: group)
    groups[group].pending.removeAll()
    groups[group].leader = slot
    if groups[group].lastLeader != nil {
      recordPromotion(
        group: group, new: slot, lost: groups[group].acknowledged.index - held,
        doubled: UInt64(doubled), now: now)
      if groups[group].shard < 0 {
        let lostAt = groups[group].lastRecord.map { failovers[$0].lostAt } ?? now
        extendSessions(store: groups[group].store, lostAt: lostAt, now: now)
      }
    }
    groups[group].lastLeader = slot
    groups[group].detectedAt = nil
    groups[group].acknowledged.index = held
    publishRoles(group: group)
    unpark(group: group, now: now)
  }
}
