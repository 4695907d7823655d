import SimulationKernel

/// PostgreSQL under Patroni: the primary holds a leader key, is demoted when it can not renew it,
/// and the others race for a key that expired.
extension StoreGroups {
  /// Makes the leader key of a group, which its primary holds.
  mutating func makeLeaderKey(
    group: Int, rule: EngineConfiguration.LeaderKeyRule, now: SimTime
  ) {
    let store = groups[group].store
    let phase = stores[store].random.duration(below: rule.timers.loopWait)
    let otherPhase = stores[store].random.duration(below: rule.timers.loopWait)
    groups[group].patroni = PatroniState(
      key: LeaderKey(
        timers: rule.timers, isPolled: stores[store].coordination == nil, now: now, phase: phase,
        otherPhase: otherPhase))
  }

  /// Runs the HA loops that are due: the primary renews the key and the list of synchronous
  /// standbys or is demoted, the others race for an expired key.
  mutating func watchLeaderKey(
    group: Int, shipping: Int, rule: EngineConfiguration.LeaderKeyRule, now: SimTime
  ) {
    guard groups[group].patroni != nil else { return }
    noteKeyStore(group: group, now: now)
    let slot = shippings[shipping].primary
    let primary = groups[group].members[slot]
    let isEmpty = members[primary].isUp && isEmpty(slot: slot, of: group)
    if isEmpty || givesUpKey(slot, group: group, rule: rule, now: now) {
      groups[group].patroni?.key.release(now: now)
    }
    let isRunning = members[primary].isUp && !members[primary].isStopping && !isEmpty
    runPrimary(
      slot, group: group, shipping: shipping, rule: rule, isRunning: isRunning, now: now)
    if let deposed = groups[group].deposed, now >= deposed.until { groups[group].deposed = nil }
    race(group: group, shipping: shipping, rule: rule, now: now)
  }

  /// Extends the key where its store could commit nothing: a new leader of etcd counts all leases
  /// anew.
  private mutating func noteKeyStore(group: Int, now: SimTime) {
    let store = groups[group].store
    let isKeyStoreUp = stores[store].coordination == nil || isCoordinated(store: store, now: now)
    if isKeyStoreUp, groups[group].patroni?.isKeyStoreUp == false {
      groups[group].patroni?.key.extend(now: now)
    }
    groups[group].patroni?.isKeyStoreUp = isKeyStoreUp
  }

  /// Runs the loops of the primary's agent: it keeps its database leading, demotes it, or promotes
  /// it again.
  private mutating func runPrimary(
    _ slot: Int, group: Int, shipping: Int, rule: EngineConfiguration.LeaderKeyRule,
    isRunning: Bool, now: SimTime
  ) {
    guard var key = groups[group].patroni?.key else { return }
    let primary = groups[group].members[slot]
    let wasDemoted = key.isDemoted
    let loops = key.runHolder(
      isRunning: isRunning, seesStore: seesKeyStore(primary, now: now),
      isFailsafe: rule.isFailsafe && allAgree(with: slot, group: group),
      position: shippings[shipping].copies[slot].received, now: now)
    groups[group].patroni?.key = key
    if loops.isRenewed, groups[group].patroni?.database == nil {
      if wasDemoted {
        awaitPromotion(of: group, rule: rule, now: now)
      } else {
        renewListed(group: group, shipping: shipping, now: now)
      }
    }
    let isAwaited = groups[group].patroni?.database != nil
    let isDatabaseUp = groups[group].patroni?.database.map { now >= $0.readyAt } ?? true
    if !loops.isKept, groups[group].leader == slot {
      leaderLost(group: group, now: now)
    } else if loops.isKept, loops.isRenewed || isAwaited, isDatabaseUp, isRunning,
      groups[group].leader == nil
    {
      startPrimary(slot, group: group, shipping: shipping, isFirst: false, now: now)
    }
    if isDatabaseUp { groups[group].patroni?.database = nil }
  }

  /// Whether a member reaches the store of the key: the coordinating group (etcd), or the
  /// Kubernetes API.
  func seesKeyStore(_ member: Int, now: SimTime) -> Bool {
    let store = members[member].store
    // The key is an object of the API: the other members play no part in keeping it.
    guard stores[store].coordination != nil else { return members[member].seesAPI }
    guard isCoordinated(store: store, now: now) else { return false }
    let coordinators = stores[store].coordinators
    let seen = coordinators.count(where: { members[$0].isUp && canReach(member, $0) })
    return seen >= Quorum.majority(of: coordinators.count)
  }

  /// Whether every member answers the primary's POST /failsafe (Patroni's failsafe_mode).
  private func allAgree(with slot: Int, group: Int) -> Bool {
    let primary = groups[group].members[slot]
    return groups[group].members.allSatisfy {
      $0 == primary || (members[$0].isUp && canReach(primary, $0))
    }
  }

  /// After the key has expired, the others ask each other for their positions in the log, and the
  /// most advanced that qualifies takes the key and is promoted.
  private mutating func race(
    group: Int, shipping: Int, rule: EngineConfiguration.LeaderKeyRule, now: SimTime
  ) {
    guard let key = groups[group].patroni?.key, now >= key.noticedAt else {
      groups[group].decisionAt = nil
      if let key = groups[group].patroni?.key, key.noticedAt < now + Self.watchInterval {
        actions.append(.schedule(.decide, at: key.noticedAt, argument: UInt32(group)))
      }
      return
    }
    guard groups[group].members.contains(where: { members[$0].isUp && seesKeyStore($0, now: now) })
    else {
      // Whoever does not see the key's store finds nothing to race for.
      groups[group].decisionAt = nil
      return
    }
    if groups[group].decisionAt == nil {
      noteDetection(group: group, now: now)
      groups[group].detectedAt = now
      let isSomeoneSilent = groups[group].members.contains {
        members[$0].isSilent || !canReachAny($0, of: group)
      }
      let draw = stores[groups[group].store].random.duration(
        from: rule.promotion.lowerBound, to: rule.promotion.upperBound)
      let due = now + PatroniRace.asking(someoneIsSilent: isSomeoneSilent) + draw
      groups[group].decisionAt = due
      actions.append(.schedule(.decide, at: due, argument: UInt32(group)))
    }
    guard let due = groups[group].decisionAt, now >= due,
      let winner = winner(group: group, shipping: shipping, rule: rule, now: now)
    else { return }
    groups[group].patroni?.key.take(now: now, position: shippings[shipping].copies[winner].received)
    if winner == shippings[shipping].primary {
      groups[group].decisionAt = nil
      resume(slot: winner, group: group, now: now)
    } else {
      promote(slot: winner, group: group, shipping: shipping, now: now)
    }
  }

  private func canReachAny(_ member: Int, of group: Int) -> Bool {
    groups[group].members.contains { $0 != member && canReach($0, member) }
  }

  /// The most advanced slot that may take the key; nil where none may.
  private func winner(
    group: Int, shipping: Int, rule: EngineConfiguration.LeaderKeyRule, now: SimTime
  ) -> Int? {
    let log = shippings[shipping]
    let slots = groups[group].members
    let starting = groups[group].patroni?.database == nil ? nil : log.primary
    let running = slots.indices.filter {
      members[slots[$0]].isUp && !members[slots[$0]].isStopping && !isEmpty(slot: $0, of: group)
        && $0 != starting
    }
    let limit = UInt64(max(0, rule.maximumLag / max(1, groups[group].entryBytes)))
    let stored = groups[group].patroni?.key.storedPosition ?? 0
    let candidates = running.filter { slot in
      guard seesKeyStore(slots[slot], now: now) else { return false }
      guard log.isListed(slot) || log.voteQuorum != nil else { return false }
      let peers = running.filter {
        $0 != slot && log.isListed($0) && canReach(slots[slot], slots[$0])
      }
      return PatroniRace.mayRace(
        racer(slot, group: group, log),
        peers: peers.map { racer($0, group: group, log) }, stored: stored,
        limit: limit, isSynchronous: log.acknowledgement != .primary, quorum: log.voteQuorum)
    }
    return candidates.max { log.copies[$0].received < log.copies[$1].received }
  }

  private func racer(_ slot: Int, group: Int, _ log: LogShipping) -> PatroniRace.Member {
    PatroniRace.Member(
      logPosition: log.copies[slot].received, isInRecovery: groups[group].leader != slot,
      isFormerLeader: slot == log.primary, isVoter: log.isVoter(slot))
  }

  /// Updates the list of synchronous standbys, as the primary's loop does.
  private mutating func renewListed(group: Int, shipping: Int, now: SimTime) {
    guard case .listed = shippings[shipping].acknowledgement else { return }
    acknowledge(through: shippings[shipping].renewList(), group: group, now: now)
  }
}
