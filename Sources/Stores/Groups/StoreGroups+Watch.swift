import SimulationKernel

/// The regular check of a store, which notices what its detectors and operators would notice.
extension StoreGroups {
  /// Checks a store: its page caches, guards, backups, waiting requests, leaders and copies.
  mutating func watch(store: Int, now: SimTime) {
    writeBack(store: store, now: now)
    saveSnapshots(store: store, now: now)
    watchGuards(store: store, now: now)
    endStreams(of: store)
    watchParts(store: store, now: now)
    concludeInserts(store: store, now: now)
    watchBackup(store: store, now: now)
    watchRecoveries(store: store, now: now)
    compactLogs(store: store, now: now)
    watchSnapshots(store: store, now: now)
    readmit(store: store, now: now)
    for group in stores[store].shards { watch(group: group, now: now) }
    defer { watchService(store: store, now: now) }
    if let coordination = stores[store].coordination { watch(group: coordination, now: now) }
    guard case .shipping(let acknowledgement, let rule) = stores[store].configuration.agreement
    else { return }
    if case .session(let session) = rule { watchMaster(store: store, session, now: now) }
    for group in stores[store].shards {
      guard case .shipping(let index) = groups[group].protocolState else { continue }
      watchIsolation(group: group, shipping: index, rule: rule, now: now)
      watchCopies(group: group, shipping: index, now: now)
      if case .inSync = acknowledgement {
        watchInSyncSet(group: group, shipping: index, rule: rule, now: now)
      }
      watchLease(group: group, shipping: index, now: now)
      decide(group: group, now: now)
    }
    if case .session(let session) = rule { watchRegistrations(store: store, session, now: now) }
    rebalanceLeaders(store: store, now: now)
    if case .sentinel = rule { watchSentinels(store: store, now: now) }
    if case .gossip(let gossip) = rule { watchBus(store: store, rule: gossip, now: now) }
  }

  /// Checks what is checked of a group whatever its protocol.
  private mutating func watch(group: Int, now: SimTime) {
    watchParked(group: group, now: now)
    watchRaftLeader(group: group, now: now)
    watchDestroyed(group: group)
  }

  /// Notes which groups can accept writes again, and what the others lack.
  private mutating func watchService(store: Int, now: SimTime) {
    for group in stores[store].shards { watchReadiness(group: group, now: now) }
    if let group = stores[store].coordination { watchReadiness(group: group, now: now) }
    watchQuorum(store: store, now: now)
  }

  /// Fails requests of a group that waited too long for a leader, or lets them go on if there is
  /// one.
  private mutating func watchParked(group: Int, now: SimTime) {
    guard !groups[group].parked.isEmpty else { return }
    refuseImpatient(group: group, now: now)
    if groups[group].leader != nil { unpark(group: group, now: now) }
  }

  /// Notes since when a Raft leader reaches no majority, or hangs with its disk.
  private mutating func watchRaftLeader(group: Int, now: SimTime) {
    guard case .raft(let base) = groups[group].protocolState else { return }
    watchSilentLeader(of: group, base: base, now: now)
    if groups[group].leader == nil { adoptLeader(group: group, base: base, now: now) }
    guard let leader = groups[group].leader else { return }
    let slots = groups[group].members
    let seen = slots.count(where: {
      members[$0].isUp && ($0 == slots[leader] || canReach(slots[leader], $0))
    })
    if seen >= Quorum.majority(of: slots.count), !hangs(slot: leader, of: group) {
      groups[group].isolatedSince = nil
    } else if groups[group].isolatedSince == nil {
      groups[group].isolatedSince = now
    }
  }

  /// Lets clients of a group without a leader find a Raft member that leads already: it was
  /// elected, then frozen, and goes on.
  private mutating func adoptLeader(group: Int, base: Int, now: SimTime) {
    let slots = groups[group].members
    var newest: Int?
    for slot in slots.indices where members[slots[slot]].isUp {
      let member = rafts[base + slot]
      let isNewer = newest.map { known in
        member.term > rafts[base + known].term
          || (member.term == rafts[base + known].term && member.isLeader)
      }
      if isNewer ?? true { newest = slot }
    }
    guard let newest, rafts[base + newest].isEstablished,
      rafts[base + newest].hasLease(now: now)
    else { return }
    failPending(group: group)
    groups[group].pending.removeAll()
    groups[group].leader = newest
    groups[group].lastLeader = newest
    groups[group].detectedAt = nil
    publishRoles(group: group)
    unpark(group: group, now: now)
  }

  /// Writes page caches to disk when it is due, as the operating system or the engine does from
  /// time to time.
  private mutating func writeBack(store: Int, now: SimTime) {
    guard let interval = stores[store].configuration.lazyFlush,
      isWriteBackDue(store: store, now: now)
    else { return }
    stores[store].nextLazyFlush = now + interval
    for group in stores[store].shards {
      groups[group].holders.writeBack()
      for slot in groups[group].members.indices
      where members[groups[group].members[slot]].isUp {
        switch groups[group].protocolState {
        case .raft(let base):
          stepRaft(base + slot, now: now) {
            $0.flushed(through: $0.log.last, term: $0.log.lastTerm, into: &$1)
          }
        case .shipping(let index): shippings[index].writeBack(slot: slot)
        case .erasure, .registered: break
        }
      }
    }
  }

  /// Whether a store's page caches are due to be written to disk.
  @inline(__always)
  func isWriteBackDue(store: Int, now: SimTime) -> Bool {
    now >= stores[store].nextLazyFlush && stores[store].configuration.lazyFlush != nil
  }

  /// How many of a store's data members one of them can exchange packets with, itself included.
  func reachCount(of member: Int) -> Int {
    let range = stores[members[member].store].members
    return members[member].reach.union(BitSet(member - range.lowerBound))
      .intersection(BitSet(below: range.count)).count
  }

  /// Fences a primary that has been alone for the engine's fencing time, and lets it serve again
  /// when it sees a majority of the members or who keeps its session; Redis and Patroni have rules
  /// of their own for both.
  private mutating func watchIsolation(
    group: Int, shipping: Int, rule: EngineConfiguration.FailoverRule, now: SimTime
  ) {
    let store = groups[group].store
    let slot = shippings[shipping].primary
    let primary = groups[group].members[slot]
    guard members[primary].isUp, !isOutOfPlace(slot, of: group) else { return }
    var isIsolated =
      reachCount(of: primary) < Quorum.majority(of: stores[store].members.count)
    if case .session(let session) = rule { isIsolated = !hearsRegistrar(primary, session) }
    if isIsolated, groups[group].isolatedSince == nil { groups[group].isolatedSince = now }
    switch rule {
    case .gossip, .leaderKey, .sentinel, .byHand: break
    case .session, .podReadiness:
      let since = groups[group].isolatedSince ?? now
      if !isIsolated, groups[group].leader == nil {
        resume(slot: slot, group: group, now: now)
      } else if isIsolated, isAlone(primary), groups[group].leader == slot,
        now - since >= stores[store].configuration.fencing
      {
        leaderLost(group: group, now: now)
      }
      if let deposed = groups[group].deposed, now >= deposed.until {
        groups[group].deposed = nil
      }
    }
    if !isIsolated { groups[group].isolatedSince = nil }
  }

  /// Lets a primary under an operator renew its lease, or release it when it shuts down
  /// (CloudNativePG).
  private mutating func watchLease(group: Int, shipping: Int, now: SimTime) {
    guard groups[group].lease != nil else { return }
    let primary = groups[group].members[shippings[shipping].primary]
    if members[primary].isStopping { groups[group].lease?.release() }
    let isRenewed =
      members[primary].isUp && members[primary].seesAPI
      && !isEmpty(slot: shippings[shipping].primary, of: group)
    groups[group].lease?.run(isRenewed: isRenewed, now: now)
  }

  /// Disconnects the copies that stopped or are cut off from the primary, and reconnects those that
  /// returned.
  mutating func watchCopies(group: Int, shipping: Int, now: SimTime) {
    let slots = groups[group].members
    let primary = shippings[shipping].primary
    let isPrimaryUp = members[slots[primary]].isUp && !isOutOfPlace(primary, of: group)
    for slot in slots.indices where slot != primary {
      let isLinked =
        isPrimaryUp && members[slots[slot]].isUp && canReach(slots[primary], slots[slot])
        && !isGivenUp(slots[slot], now: now)
        && !groups[group].rebuilding.contains(slot) && !groups[group].unattached.contains(slot)
        && !groups[group].resyncing.contains(slot)
      let copy = shippings[shipping].copies[slot]
      if isPrimaryUp, copy.received >= shippings[shipping].acknowledged {
        groups[group].links[slot].completeAt = now
      }
      if !isLinked {
        unlink(slot, group: group, shipping: shipping, now: now)
      } else if !copy.isConnected {
        relink(slot, group: group, shipping: shipping)
      }
    }
    guard isPrimaryUp else { return }
    let held = shippings[shipping].copies[primary]
    let store = groups[group].store
    ship(
      group: group, shipping: shipping,
      through: stores[store].configuration.shipsOnlyDurable ? held.durable : held.vouched)
  }

  /// Ends the primary's stream to a copy, if there is one.
  mutating func unlink(_ slot: Int, group: Int, shipping: Int, now: SimTime) {
    guard shippings[shipping].copies[slot].isConnected else { return }
    shippings[shipping].disconnect(slot: slot)
    groups[group].links[slot].unlinkedSince = now
    acknowledge(through: shippings[shipping].advance(), group: group, now: now)
  }

  /// Connects a copy to the primary's stream again.
  ///
  /// Where the primary's log no longer holds what the copy lacks, the copy has to receive all data
  /// anew first (`resyncing`).
  private mutating func relink(_ slot: Int, group: Int, shipping: Int) {
    if groups[group].deposed?.slot == slot { groups[group].deposed = nil }
    let configuration = stores[groups[group].store].configuration
    let primary = shippings[shipping].primary
    guard !groups[group].cloning.contains(slot) else {
      clone(into: slot, group: group, shipping: shipping)
      return
    }
    let lacking = shippings[shipping].reconnect(slot: slot)
    let missed = Int64(lacking) * groups[group].entryBytes
    if !LogShipping.isPartial(missed: missed, retained: configuration.retainedLog) {
      shippings[shipping].disconnect(slot: slot)
      groups[group].resyncing.insert(slot)
      return
    }
    groups[group].links[slot].shipped = shippings[shipping].copies[primary].received - lacking
    groups[group].links[slot].unlinkedSince = nil
  }

  /// A standby that started deletes its data, of which it receives all anew.
  private mutating func clone(into slot: Int, group: Int, shipping: Int) {
    groups[group].cloning.remove(slot)
    if !isEmpty(slot: slot, of: group) {
      release(bytes: groups[group].dataBytes, member: groups[group].members[slot])
    }
    shippings[shipping].destroy(slot: slot)
    groups[group].rebuilding.insert(slot)
  }
}
