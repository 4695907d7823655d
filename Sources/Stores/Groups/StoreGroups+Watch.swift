import SimulationKernel

extension StoreGroups {
  /// A store looks after its members: patience, page caches, connections, primaries.
  mutating func watch(store: Int, now: SimTime) {
    actions.append(.schedule(.watch, at: now + Self.watchInterval, argument: UInt32(store)))
    writeBack(store: store, now: now)
    watchGuards(store: store, now: now)
    watchRecoveries(store: store, now: now)
    watchParts(store: store, now: now)
    concludeInserts(store: store, now: now)
    watchBackup(store: store, now: now)
    for group in stores[store].shards {
      watchParked(group: group, now: now)
      watchRaftLeader(group: group, now: now)
      watchDestroyed(group: group)
    }
    if let coordination = stores[store].coordination {
      watchParked(group: coordination, now: now)
    }
    guard case .shipping(let acknowledgement, let rule) = stores[store].configuration.agreement
    else { return }
    for group in stores[store].shards {
      guard case .shipping(let index) = groups[group].place else { continue }
      watchIsolation(group: group, shipping: index, now: now)
      watchCopies(group: group, shipping: index, now: now)
      if case .inSync = acknowledgement {
        watchInSyncSet(group: group, shipping: index, rule: rule, now: now)
      }
      watchPrimary(group: group, shipping: index, rule: rule, now: now)
    }
    rebalanceLeaders(store: store, now: now)
    let shards = stores[store].shards
    stores[store].isCovered = shards.allSatisfy { groups[$0].gossip?.failedAt == nil }
  }

  private mutating func watchParked(group: Int, now: SimTime) {
    guard !groups[group].parked.isEmpty else { return }
    refuseImpatient(group: group, now: now)
    if groups[group].leader != nil { unpark(group: group, now: now) }
  }

  /// Members of an engine with a failure detector suspect a leader that they can not reach.
  private mutating func watchRaftLeader(group: Int, now: SimTime) {
    guard case .raft(let base) = groups[group].place, !rafts[base].parameters.electsOnSilence,
      let leader = groups[group].leader
    else { return }
    let slots = groups[group].members
    let store = groups[group].store
    for peer in slots.indices
    where members[slots[peer]].isUp && rafts[base + peer].leader == UInt8(leader)
      && peer != leader && !canReach(slots[peer], slots[leader])
    {
      let delay = LeaderLoss.silence.detectionDelay(using: &stores[store].random)
      stepRaft(base + peer, now: now) {
        $0.suspectLeader(startingAfter: delay, now: now, into: &$1)
      }
    }
  }

  /// The operating system or the engine brings page caches to disk from time to time.
  private mutating func writeBack(store: Int, now: SimTime) {
    guard let interval = stores[store].configuration.lazyFlush,
      now >= stores[store].nextLazyFlush
    else { return }
    stores[store].nextLazyFlush = now + interval
    for group in stores[store].shards {
      groups[group].holders.settle()
      for slot in groups[group].members.indices
      where members[groups[group].members[slot]].isUp {
        switch groups[group].place {
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

  /// How many of a store's data members one of them can exchange packets with, itself included.
  func reachCount(of member: Int) -> Int {
    let range = stores[members[member].store].members
    return range.count(where: { $0 == member || canReach(member, $0) })
  }

  /// A primary that sees no majority refuses writes after a while, and serves again when it does.
  private mutating func watchIsolation(group: Int, shipping: Int, now: SimTime) {
    let store = groups[group].store
    let slot = shippings[shipping].primary
    let primary = groups[group].members[slot]
    let fencing = stores[store].configuration.fencing
    guard members[primary].isUp else { return }
    if reachCount(of: primary) >= Quorum.majority(of: stores[store].members.count) {
      groups[group].isolatedSince = nil
      if groups[group].leader == nil {
        groups[group].leader = slot
        unpark(group: group, now: now)
      }
    } else if let since = groups[group].isolatedSince {
      if now - since >= fencing, groups[group].leader == slot { leaderLost(group: group, now: now) }
    } else {
      groups[group].isolatedSince = now
    }
    if let deposed = groups[group].deposed, now >= deposed.until { groups[group].deposed = nil }
  }

  /// Copies that stopped or were cut off leave the stream; those that are back catch up.
  mutating func watchCopies(group: Int, shipping: Int, now: SimTime) {
    let slots = groups[group].members
    let primary = shippings[shipping].primary
    let isPrimaryUp = members[slots[primary]].isUp
    for slot in slots.indices where slot != primary {
      let isLinked =
        isPrimaryUp && members[slots[slot]].isUp && canReach(slots[primary], slots[slot])
        && groups[group].rebuilding & 1 << UInt64(slot) == 0
      let copy = shippings[shipping].copies[slot]
      if isPrimaryUp, copy.received >= shippings[shipping].acknowledged {
        groups[group].completeAt[slot] = now
      }
      if copy.isConnected, !isLinked {
        shippings[shipping].disconnect(slot: slot)
        groups[group].unlinkedSince[slot] = now
        acknowledge(through: shippings[shipping].advance(), group: group, now: now)
      } else if isLinked, !copy.isConnected {
        let lacking = shippings[shipping].reconnect(slot: slot)
        let sent = shippings[shipping].copies[primary].received - lacking
        groups[group].shipped[slot] = sent
        groups[group].unlinkedSince[slot] = nil
        if groups[group].deposed?.slot == slot { groups[group].deposed = nil }
      }
    }
    guard isPrimaryUp else { return }
    let held = shippings[shipping].copies[primary]
    let store = groups[group].store
    ship(
      group: group, shipping: shipping,
      through: stores[store].configuration.shipsOnlyDurable ? held.durable : held.vouched)
  }

  /// Whether a member's disk has kept it for so long from applying what its cluster publishes that
  /// the cluster removes it.
  private func isLagging(_ member: Int, now: SimTime) -> Bool {
    guard let limit = stores[members[member].store].configuration.applyLag,
      let since = members[member].stalledSince
    else { return false }
    return now - since >= limit
  }

  /// Whether a member's session ended, seen by whoever keeps the sessions.
  mutating func isSessionOver(
    _ slot: Int, group: Int, rule: EngineConfiguration.SessionRule, now: SimTime
  ) -> Bool {
    let store = groups[group].store
    if groups[group].sessions.isEmpty {
      for _ in groups[group].members {
        let phase = stores[store].random.duration(below: rule.interval)
        groups[group].sessions.append(
          SessionDetector(interval: rule.interval, timeout: rule.timeout, now: now, phase: phase))
      }
    }
    let member = groups[group].members[slot]
    let isConnected = reachCount(of: member) >= Quorum.majority(of: stores[store].members.count)
    let isHeard = members[member].isUp && isConnected
    let isOver = groups[group].sessions[slot].observe(isHeard: isHeard, now: now)
    let isClosed = !members[member].isUp && !members[member].isSilent
    return isOver || isLagging(member, now: now) || (rule.noticesClosedConnections && isClosed)
  }
}
