import SimulationKernel

extension StoreGroups {
  /// Looks for the loss of a group's primary and promotes another when the decision is due.
  mutating func watchPrimary(
    group: Int, shipping: Int, rule: EngineConfiguration.FailoverRule, now: SimTime
  ) {
    guard isPrimaryLost(group: group, shipping: shipping, rule: rule, now: now) else {
      groups[group].decisionAt = nil
      groups[group].detectedAt = nil
      return
    }
    if groups[group].decisionAt == nil {
      groups[group].detectedAt = now
      let delay = decisionDelay(group: group, shipping: shipping, rule: rule)
      groups[group].decisionAt = now + delay
      actions.append(.schedule(.decide, at: now + delay, argument: UInt32(group)))
    }
    guard let due = groups[group].decisionAt, now >= due,
      let successor = successor(group: group, shipping: shipping, rule: rule, now: now)
    else { return }
    promote(slot: successor, group: group, shipping: shipping, now: now)
  }

  /// Looks after a group's primary between the regular times.
  mutating func decide(group: Int, now: SimTime) {
    guard case .shipping(let index) = groups[group].place,
      case .shipping(_, let rule) = stores[groups[group].store].configuration.agreement
    else { return }
    watchPrimary(group: group, shipping: index, rule: rule, now: now)
  }

  private mutating func isPrimaryLost(
    group: Int, shipping: Int, rule: EngineConfiguration.FailoverRule, now: SimTime
  ) -> Bool {
    let slot = shippings[shipping].primary
    switch rule {
    case .gossip(let nodeTimeout, _):
      return isFailedByGossip(group: group, shipping: shipping, nodeTimeout: nodeTimeout, now: now)
    case .session(let session):
      return isSessionOver(slot, group: group, rule: session, now: now)
    case .podReadiness:
      return !members[groups[group].members[slot]].isReady
    }
  }

  /// Lets every other master of the store look at this one.
  private mutating func isFailedByGossip(
    group: Int, shipping: Int, nodeTimeout: SimDuration, now: SimTime
  ) -> Bool {
    let store = groups[group].store
    let shards = stores[store].shards
    let watched = groups[group].members[shippings[shipping].primary]
    var gossip =
      groups[group].gossip ?? GossipDetector(nodeTimeout: nodeTimeout, masters: shards.count)
    for (peer, other) in shards.enumerated() where other != group {
      guard case .shipping(let index) = groups[other].place else { continue }
      let master = groups[other].members[shippings[index].primary]
      guard members[master].isUp else { continue }
      let isHeard = members[watched].isUp && canReach(master, watched)
      let isClosed = !members[watched].isUp && !members[watched].isSilent
      let gap =
        isHeard || isClosed ? .zero : stores[store].random.duration(below: nodeTimeout / 2)
      gossip.observe(peer: peer, isHeard: isHeard, pingGap: gap, now: now)
    }
    gossip.decide(now: now)
    groups[group].gossip = gossip
    return gossip.failedAt != nil
  }

  private mutating func decisionDelay(
    group: Int, shipping: Int, rule: EngineConfiguration.FailoverRule
  ) -> SimDuration {
    let store = groups[group].store
    switch rule {
    case .gossip:
      // The failure spreads within a second of gossip, then the replica that is most advanced
      // asks for votes.
      let spread = stores[store].random.duration(below: .seconds(1))
      let draw = stores[store].random.duration(below: .milliseconds(500))
      return spread + GossipDetector.electionDelay(draw: draw, rank: 0)
    case .session(let session):
      return stores[store].random.duration(
        from: session.decision.lowerBound, to: session.decision.upperBound)
    case .podReadiness(let pod):
      let delay = stores[store].random.duration(
        from: pod.decision.lowerBound, to: pod.decision.upperBound)
      let primary = groups[group].members[shippings[shipping].primary]
      return members[primary].isStopping ? delay : delay + pod.leaseTakeover
    }
  }

  /// The copy to promote, if those who decide are there and one qualifies.
  private mutating func successor(
    group: Int, shipping: Int, rule: EngineConfiguration.FailoverRule, now: SimTime
  ) -> Int? {
    let store = groups[group].store
    let slots = groups[group].members
    let primary = shippings[shipping].primary
    var offered: UInt64 = 0
    for slot in slots.indices where slot != primary && members[slots[slot]].isUp {
      if isEligible(slot, group: group, shipping: shipping, rule: rule, now: now),
        hasElectorate(store: store, seenBy: slots[slot], now: now)
      {
        offered |= 1 << UInt64(slot)
      }
    }
    return shippings[shipping].successor { offered & 1 << UInt64($0) != 0 }
  }

  /// Whether a copy may be promoted by its own state: its data are not too old, its log does not
  /// lag too far, and the API calls its pod ready where that counts.
  private func isEligible(
    _ slot: Int, group: Int, shipping: Int, rule: EngineConfiguration.FailoverRule, now: SimTime
  ) -> Bool {
    let configuration = stores[groups[group].store].configuration
    if case .podReadiness = rule, !members[groups[group].members[slot]].isReady { return false }
    if let validity = configuration.replicaValidity, let since = groups[group].unlinkedSince[slot],
      now - since > validity
    {
      return false
    }
    guard let limit = configuration.maximumLag else { return true }
    let log = shippings[shipping]
    let lacking = log.acknowledged - min(log.acknowledged, log.copies[slot].received)
    return Int64(lacking) * groups[group].entryBytes <= limit
  }

  /// Whether those who decide about promotions and memberships are there, seen by a member.
  func hasElectorate(store: Int, seenBy member: Int, now: SimTime) -> Bool {
    guard case .shipping(_, let rule) = stores[store].configuration.agreement else { return true }
    switch rule {
    case .podReadiness: return stores[store].isOperatorAllowed
    case .gossip:
      let primaries = stores[store].shards.count(where: {
        guard case .shipping(let index) = groups[$0].place else { return false }
        let master = groups[$0].members[shippings[index].primary]
        return members[master].isUp && (master == member || canReach(member, master))
      })
      // A master that was just lost no longer votes; before its loss is agreed on all serve.
      let isVote = stores[store].shards.contains { groups[$0].gossip?.failedAt != nil }
      return !isVote || primaries >= Quorum.majority(of: stores[store].shards.count)
    case .session(let session):
      switch session.electorate {
      case .outside: return true
      case .members:
        let range = stores[store].members
        let away = range.count(where: {
          !members[$0].isUp || ($0 != member && !canReach(member, $0))
        })
        return Quorum.isServing(voters: range.count, away: away)
      case .coordination: return isCoordinated(store: store, now: now)
      }
    }
  }

  /// Whether the coordinating group has a leader that can commit.
  private func isCoordinated(store: Int, now: SimTime) -> Bool {
    guard let group = stores[store].coordination, let slot = groups[group].leader,
      case .raft(let base) = groups[group].place
    else { return false }
    return rafts[base + slot].hasLease(now: now)
  }

  /// Makes a copy the primary, says what that costs and lets waiting requests go on.
  mutating func promote(slot: Int, group: Int, shipping: Int, now: SimTime) {
    let old = shippings[shipping].primary
    let oldMember = groups[group].members[old]
    let promotion = shippings[shipping].promote(slot: slot)
    let fencing = stores[groups[group].store].configuration.fencing
    if old != slot, members[oldMember].isUp, let since = groups[group].isolatedSince,
      shippings[shipping].acknowledgement == .primary
    {
      groups[group].deposed = (slot: old, until: since + fencing)
    }
    failPending(group: group)
    groups[group].pending.removeAll()
    open(
      group: group, old: old, new: slot, lost: promotion.lost, doubled: promotion.unacknowledged,
      now: now)
    groups[group].leader = slot
    groups[group].lastLeader = slot
    groups[group].isolatedSince = nil
    groups[group].decisionAt = nil
    groups[group].detectedAt = nil
    groups[group].gossip?.reset()
    for copy in groups[group].members.indices {
      groups[group].shipped[copy] = shippings[shipping].copies[copy].received
    }
    watchCopies(group: group, shipping: shipping, now: now)
    publishRoles(group: group)
    unpark(group: group, now: now)
  }
}
