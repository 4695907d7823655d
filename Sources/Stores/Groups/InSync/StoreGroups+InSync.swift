import SimulationKernel

/// In-sync sets: who leaves them, who enters, and who leads.
extension StoreGroups {
  /// Removes members whose session ended or that lag from the in-sync set, and adds those that
  /// caught up.
  ///
  /// Those who keep the sessions take a member out whose session ended. For the rest the leader asks
  /// them, and the set stays as it is while it does not reach them.
  mutating func watchInSyncSet(
    group: Int, shipping: Int, rule: EngineConfiguration.FailoverRule, now: SimTime
  ) {
    guard case .session(let session) = rule else { return }
    let primary = shippings[shipping].primary
    observeFollowers(group: group, shipping: shipping, now: now)
    let isCheck = beginLagCheck(group: group, now: now)
    let isDecided = isDecided(store: groups[group].store, session, now: now)
    let isAsked = hasElectorate(session, groups[group].members[primary], now: now)
    for slot in groups[group].members.indices where slot != primary {
      let copy = shippings[shipping].copies[slot]
      let isOver = observeSession(of: slot, group: group, rule: session, now: now)
      let isRefused = members[groups[group].members[slot]].isUnregistered
      if copy.isInSync, (isDecided && isOver) || (isAsked && isCheck && !copy.isCaughtUp) {
        shippings[shipping].evict(slot: slot)
        acknowledge(through: shippings[shipping].advance(), group: group, now: now)
      } else if isAsked, !copy.isInSync, !isOver, copy.isConnected, !isRefused,
        !isLeaving(groups[group].members[slot])
      {
        shippings[shipping].admit(slot: slot)
      }
    }
  }

  private mutating func observeFollowers(group: Int, shipping: Int, now: SimTime) {
    let primary = shippings[shipping].primary
    guard members[groups[group].members[primary]].isUp else { return }
    let end = shippings[shipping].copies[primary].received
    let timeline = shippings[shipping].timeline
    let limit = stores[groups[group].store].configuration.lagLimit ?? .zero
    for slot in 0..<groups[group].members.count where slot != primary {
      let copy = shippings[shipping].copies[slot]
      let own = copy.timeline == timeline && copy.isConnected ? copy.vouched : 0
      groups[group].inSync.observe(slot: slot, end: own, leaderEnd: end, now: now)
      let isCaughtUp = InSyncFollower.isCaughtUp(
        end: own, leaderEnd: end, caughtUpAt: groups[group].inSync.caughtUpAt[slot], now: now,
        lagLimit: limit)
      shippings[shipping].observe(slot: slot, isCaughtUp: isCaughtUp)
    }
    groups[group].inSync.lookedAt = now
    groups[group].inSync.endAtLook = end
  }

  /// Begins a check of which followers lag, if one is due; returns whether it is.
  private mutating func beginLagCheck(group: Int, now: SimTime) -> Bool {
    let store = groups[group].store
    guard let limit = stores[store].configuration.lagLimit else { return false }
    let period = InSyncFollower.expiryPeriod(lagLimit: limit)
    if groups[group].inSync.nextExpiry == .zero {
      groups[group].inSync.nextExpiry = now + stores[store].random.duration(below: period)
    }
    guard now >= groups[group].inSync.nextExpiry else { return false }
    groups[group].inSync.nextExpiry = groups[group].inSync.nextExpiry + period
    return true
  }

  /// A member that shuts down in order hands its leaderships over to other members of the in-sync
  /// sets first, and leaves the sets in which it is not the last (Kafka's controlled shutdown).
  mutating func handOver(slot: Int, group: Int, shipping: Int, now: SimTime) {
    guard isLeaving(groups[group].members[slot]) else { return }
    if groups[group].leader == slot {
      giveLead(slot: slot, group: group, shipping: shipping, now: now)
    }
    guard slot != shippings[shipping].primary, shippings[shipping].copies[slot].isInSync else {
      return
    }
    shippings[shipping].evict(slot: slot)
    acknowledge(through: shippings[shipping].advance(), group: group, now: now)
  }

  /// Whether a member shuts down in order and tells the electorate, which keeps the in-sync sets.
  private func isLeaving(_ member: Int) -> Bool {
    members[member].isStopping
      && stores[members[member].store].configuration.handsOverOnShutdown
  }

  private mutating func giveLead(slot: Int, group: Int, shipping: Int, now: SimTime) {
    let slots = groups[group].members
    let successor = shippings[shipping].successor { other in
      other != slot && isAvailable(slots[other]) && canReach(slots[slot], slots[other])
    }
    guard let successor else { return }
    promote(slot: successor, group: group, shipping: shipping, now: now)
  }

  /// Leads shards by the first copy of their assignment again, from time to time and where the
  /// imbalance is above a tenth (`auto.leader.rebalance.enable`,
  /// `leader.imbalance.per.broker.percentage`).
  mutating func rebalanceLeaders(store: Int, now: SimTime) {
    guard let interval = stores[store].configuration.leaderRebalance,
      let first = stores[store].shards.first
    else { return }
    if groups[first].inSync.nextRebalance == .zero {
      groups[first].inSync.nextRebalance = now + stores[store].random.duration(below: interval)
    }
    guard now >= groups[first].inSync.nextRebalance else { return }
    groups[first].inSync.nextRebalance = groups[first].inSync.nextRebalance + interval
    for group in stores[store].shards where isImbalanced(groups[group].members[0], store: store) {
      guard case .shipping(let index) = groups[group].protocolState, groups[group].leader != nil,
        let wish = preferredLeader(group: group, shipping: index),
        wish != shippings[index].primary
      else { continue }
      promote(slot: wish, group: group, shipping: index, now: now)
    }
  }

  /// Whether a member leads less than nine tenths of the shards that prefer it.
  private func isImbalanced(_ member: Int, store: Int) -> Bool {
    let preferring = stores[store].shards.filter { groups[$0].members[0] == member }
    let led = preferring.count(where: { groups[$0].leader == 0 })
    return Double(preferring.count - led) > 0.1 * Double(preferring.count)
  }

  private func preferredLeader(group: Int, shipping: Int) -> Int? {
    let slots = groups[group].members
    let log = shippings[shipping]
    return log.successor(
      among: { slot in
        isAvailable(slots[slot]) && canReach(slots[log.primary], slots[slot])
          && log.copies[slot].received >= log.acknowledged
      }, kind: .preferred)
  }

  /// Whether a member runs and is not shutting down.
  private func isAvailable(_ member: Int) -> Bool {
    members[member].isUp && !members[member].isStopping
  }
}
