package import SimulationKernel

/// What follows when a member's software starts, is told to stop, or is gone.
extension StoreGroups {
  /// A member's software starts; it serves once it listens, at once where it ran before.
  ///
  /// A store whose members were running before the run began starts with the first member of each
  /// group as its leader, as after a deployment in order.
  package mutating func memberStarted(_ member: Int, now: SimTime, wasRunning: Bool = false) {
    guard !members[member].disk.isGone else {
      actions.append(.crash(member: member))
      return
    }
    memberChanges(member, now: now)
    guard admitStart(of: member, now: now) else {
      actions.append(.crash(member: member))
      return
    }
    // A machine whose containers start refuses what nobody listens for.
    members[member].isSilent = false
    members[member].isStopping = false
    guard
      wasRunning
        || (findsAPI(member, now: now) && findsRoom(member, now: now) && listens(member, now: now))
    else { return }
    serve(member, wasRunning: wasRunning, now: now)
  }

  /// A member's software takes part from now on.
  mutating func serve(_ member: Int, wasRunning: Bool, now: SimTime) {
    members[member].pendingStart = nil
    members[member].isUp = true
    members[member].epoch += 1
    members[member].startedAt = now
    members[member].isolatedSince = nil
    openSession(of: member, wasRunning: wasRunning, now: now)
    let store = members[member].store
    if !wasRunning, stores[store].members.contains(member) {
      let node = member - stores[store].members.lowerBound
      stores[store].bus?.restart(node, now: now)
    }
    if !wasRunning { restartSentinel(member, now: now) }
    forEachGroup(of: member) { groups, group, slot in
      groups.groups[group].published[slot] = nil
      switch groups.groups[group].protocolState {
      case .raft(let base):
        groups.startRaft(base + slot, group: group, wasRunning: wasRunning, now: now)
      case .shipping(let index):
        groups.startCopy(
          slot, group: group, shipping: index, wasRunning: wasRunning, now: now)
      case .erasure, .registered: break
      }
      groups.publishRoles(group: group)
    }
    if wasRunning { stopIfFull(member, now: now) }
  }

  /// Must be called before the state of a member changes: catches up on checks that were left out.
  mutating func memberChanges(_ member: Int, now: SimTime) {
    awaitChange(store: members[member].store)
    wakeSentinels(store: members[member].store, now: now)
  }

  /// A member got SIGTERM: it hands its leaderships over where its engine does that.
  package mutating func memberStopping(_ member: Int, now: SimTime) {
    memberChanges(member, now: now)
    members[member].isStopping = true
    guard members[member].pendingStart == nil else {
      endStart(of: member, isSilent: false, now: now)
      return
    }
    forEachGroup(of: member) { groups, group, slot in
      switch groups.groups[group].protocolState {
      case .raft(let base):
        groups.stepRaft(base + slot, now: now) { $0.transferLeadership(into: &$1) }
      case .shipping(let index):
        groups.handOver(slot: slot, group: group, shipping: index, now: now)
        groups.shutDownDatabase(slot: slot, group: group, now: now)
        if groups.stores[groups.groups[group].store].configuration.yieldsToSentinels {
          groups.yieldToSentinels(slot: slot, group: group, shipping: index, now: now)
        }
      case .erasure, .registered: break
      }
    }
  }

  /// A member's software is gone.
  ///
  /// - Parameter isSilent: whether its machine lost power, so that no connection was closed and the
  ///   content of the page cache is lost too.
  package mutating func memberStopped(_ member: Int, isSilent: Bool, now: SimTime) {
    guard members[member].pendingStart == nil else {
      endStart(of: member, isSilent: isSilent, now: now)
      return
    }
    guard members[member].isUp || members[member].isFrozen else { return }
    memberChanges(member, now: now)
    dropBacklog(of: member, isSilent: isSilent)
    setFrozen(member, false)
    closeSession(of: member, now: now)
    members[member].isUp = false
    members[member].isSilent = isSilent
    members[member].stoppedAt = now
    dropFlushes(member: member)
    failRequests(of: member)
    forEachGroup(of: member) { groups, group, slot in
      switch groups.groups[group].protocolState {
      case .raft(let base):
        if isSilent { groups.rafts[base + slot].losePageCache() }
      case .shipping(let index):
        groups.loseData(slot, of: group, shipping: index, isSilent: isSilent)
        if groups.groups[group].deposed?.slot == slot { groups.groups[group].deposed = nil }
        groups.endPromotion(of: slot, group: group, shipping: index, now: now)
      case .registered: if isSilent { groups.losePowerBlocks(slot: slot, group: group, now: now) }
      case .erasure: break
      }
      groups.memberFellSilent(slot, of: group, now: now)
    }
  }

  /// A member of a group does not answer from now on: the group loses its leader if it was that,
  /// and the failure detectors are told.
  mutating func memberFellSilent(_ slot: Int, of group: Int, now: SimTime) {
    if groups[group].leader == slot { leaderLost(group: group, now: now) }
    switch groups[group].protocolState {
    case .raft(let base):
      let gone = groups[group].members[slot]
      let loss: LeaderLoss =
        members[gone].isSilent
        ? .silence : members[gone].isStopping ? .processDown : .connectionClosed
      alarmPeers(of: slot, group: group, base: base, loss: loss, now: now)
    case .shipping: actions.append(.schedule(.decide, at: now, argument: UInt32(group)))
    case .erasure, .registered: break
    }
  }

  /// A copy loses what its member kept in memory or in the page cache only.
  ///
  /// A process that has save points and ends in order saves first (Redis' `server.c`,
  /// finishShutdown).
  private mutating func loseData(_ slot: Int, of group: Int, shipping: Int, isSilent: Bool) {
    switch stores[groups[group].store].configuration.memory {
    case .kept: if isSilent { shippings[shipping].losePageCache(slot: slot) }
    case .sinceSnapshot:
      if members[groups[group].members[slot]].isStopping, !isSilent {
        saveSnapshot(of: slot, group: group)
      }
      shippings[shipping].loseMemory(slot: slot, keepsSnapshot: true)
    case .lost: shippings[shipping].loseMemory(slot: slot, keepsSnapshot: false)
    case .empty: break
    }
  }

  /// Visits every group of which a member holds a copy, the coordinating group last.
  mutating func forEachGroup(
    of member: Int, _ body: (inout StoreGroups, _ group: Int, _ slot: Int) -> Void
  ) {
    let store = members[member].store
    for group in stores[store].shards {
      if let slot = groups[group].slot(of: member) { body(&self, group, slot) }
    }
    if let group = stores[store].coordination, let slot = groups[group].slot(of: member) {
      body(&self, group, slot)
    }
  }

  /// Starts a Raft member; in a store that ran before the run, the first leader is elected at once.
  mutating func startRaft(_ index: Int, group: Int, wasRunning: Bool, now: SimTime) {
    let store = groups[group].store
    let phase = stores[store].random.duration(below: rafts[index].parameters.tick)
    stepRaft(index, now: now) { $0.start(now: now, phase: phase, into: &$1) }
    let isWhole = groups[group].members.allSatisfy { members[$0].isUp }
    guard wasRunning, isWhole, groups[group].lastLeader == nil,
      case .raft(let base) = groups[group].protocolState
    else { return }
    // Shards of one store begin with leaders on different members.
    let first = max(groups[group].shard, 0) % groups[group].members.count
    stepRaft(base + first, now: now) {
      let wish = RaftMessage(.campaignNow, from: $0.slot, to: $0.slot, term: $0.term)
      $0.receive(wish, now: now, into: &$1)
    }
  }

  /// Starts a copy of a log-shipping group; the primary takes writes again if nobody replaced it.
  private mutating func startCopy(
    _ slot: Int, group: Int, shipping: Int, wasRunning: Bool, now: SimTime
  ) {
    let isFirst = groups[group].lastLeader == nil
    let configuration = stores[groups[group].store].configuration
    if configuration.startsAsReplica, !isFirst, !wasRunning {
      groups[group].unattached.insert(slot)
    }
    guard slot == shippings[shipping].primary else {
      if configuration.clonesAtStart, !wasRunning {
        groups[group].cloning.insert(slot)
        dropRecovery(of: slot, group: group)
        // The stream of the process before it ended with that, whether or not a beat saw it.
        unlink(slot, group: group, shipping: shipping, now: now)
      }
      // A chart's start script asks the Sentinels whom to follow (Bitnami's start-node.sh).
      if case .shipping(_, .sentinel) = configuration.agreement, !configuration.startsAsReplica,
        !groups[group].promotion.isUnannounced
      {
        groups[group].unattached.remove(slot)
      }
      return
    }
    if !isFirst, !wasRunning, awaitDatabase(of: group, now: now) { return }
    startPrimary(slot, group: group, shipping: shipping, isFirst: isFirst, now: now)
  }

  /// Lets a primary that nobody has replaced take writes again after its start.
  mutating func startPrimary(
    _ slot: Int, group: Int, shipping: Int, isFirst: Bool, now: SimTime
  ) {
    guard !isOutOfPlace(slot, of: group) else { return }
    if let key = groups[group].patroni?.key, now >= key.expiry, !isFirst { return }
    if shippings[shipping].copies[slot].received < shippings[shipping].acknowledged {
      // It comes back as primary without what its memory or page cache held.
      promote(slot: slot, group: group, shipping: shipping, now: now)
    }
    guard isFirst || servesKeys(groups[group].members[slot], now: now) else { return }
    resume(slot: slot, group: group, now: now)
  }

  /// Fails the requests that a member was working on and those that had arrived at its pod.
  private mutating func failRequests(of member: Int) {
    for index in 0..<requests.capacity {
      guard let request = requests.handle(at: index) else { continue }
      if requests[request].server == member || requests[request].demand.member == member {
        finish(request, isFailed: true)
      }
    }
  }

  /// Publishes which member of a group takes its writes, for those whose role changed.
  mutating func publishRoles(group: Int) {
    let leader = groups[group].leader
    switch groups[group].protocolState {
    case .erasure, .registered: return
    case .raft, .shipping: break
    }
    for slot in groups[group].members.indices {
      let isPrimary = slot == leader
      guard groups[group].published[slot] != isPrimary else { continue }
      groups[group].published[slot] = isPrimary
      actions.append(
        .role(member: groups[group].members[slot], group: group, isPrimary: isPrimary))
    }
  }
}
