import SimulationKernel

/// Failover of log-shipping groups: the loss of the primary is detected, a decision follows, and a
/// copy is promoted.
///
/// Groups with a detector of their own decide elsewhere and promote by `promote` or
/// `replacePrimary` here: Redis Cluster in `StoreGroups+Bus`, Sentinels in `+Sentinels` and
/// `+Promotions`, Patroni in `+LeaderKey`. Groups that run Raft elect in `StoreGroups+Raft`.
extension StoreGroups {
  /// Detects the loss of a group's primary and promotes another copy when the decision is due.
  mutating func watchPrimary(
    group: Int, shipping: Int, rule: EngineConfiguration.FailoverRule, now: SimTime
  ) {
    guard observePrimary(group: group, shipping: shipping, rule: rule, now: now) else {
      groups[group].decisionAt = nil
      groups[group].detectedAt = nil
      return
    }
    if groups[group].decisionAt == nil {
      groups[group].detectedAt = now
      noteDetection(group: group, now: now)
      let due = promotionTime(group: group, rule: rule, now: now)
      groups[group].decisionAt = due
      actions.append(.schedule(.decide, at: due, argument: UInt32(group)))
    }
    guard let due = groups[group].decisionAt, now >= due,
      let successor = successor(group: group, shipping: shipping, rule: rule, now: now)
        ?? lastResort(of: group, shipping: shipping)
    else { return }
    promote(slot: successor, group: group, shipping: shipping, now: now)
  }

  /// Checks a group's primary, at the regular checks and between them where a decision is due.
  mutating func decide(group: Int, now: SimTime) {
    guard case .shipping(let index) = groups[group].protocolState,
      case .shipping(_, let rule) = stores[groups[group].store].configuration.agreement
    else { return }
    if case .leaderKey(let key) = rule {
      watchLeaderKey(group: group, shipping: index, rule: key, now: now)
    } else {
      watchPrimary(group: group, shipping: index, rule: rule, now: now)
    }
    if groups[group].leader != nil { unpark(group: group, now: now) }
  }

  /// Observes a group's primary; returns whether the members, or the operator, take it for lost.
  private mutating func observePrimary(
    group: Int, shipping: Int, rule: EngineConfiguration.FailoverRule, now: SimTime
  ) -> Bool {
    let slot = shippings[shipping].primary
    switch rule {
    case .gossip, .leaderKey, .sentinel: return false
    case .byHand: return isEmpty(slot: slot, of: group)
    case .session(let session):
      return observeSession(of: slot, group: group, rule: session, now: now)
    case .podReadiness(let pod):
      if pod.waitsForRoom, groups[group].members.contains(where: { members[$0].isOutOfRoom }) {
        return false
      }
      return !members[groups[group].members[slot]].isReady || isEmpty(slot: slot, of: group)
        || isRestartedAlone(slot, group: group, now: now)
    }
  }

  /// Whether the kubelet of an isolated primary ended it and says so: its own machine reaches the
  /// API, so that the pod is unready there, and it does not come back without the API itself.
  private func isRestartedAlone(_ slot: Int, group: Int, now: SimTime) -> Bool {
    let member = groups[group].members[slot]
    guard groups[group].leader == nil, members[member].isUp, members[member].isNodeHeard,
      isAlone(member), let since = groups[group].isolatedSince
    else { return false }
    return now - since >= stores[groups[group].store].configuration.fencing
  }

  /// Whether an instance reaches neither the API nor any other instance (CloudNativePG's isolation
  /// check of the liveness probe, instance_manager.md).
  func isAlone(_ member: Int) -> Bool {
    !members[member].seesAPI && reachCount(of: member) <= 1
      && stores[members[member].store].members.count > 1
  }

  /// When another copy is promoted, after the loss was detected now.
  private mutating func promotionTime(
    group: Int, rule: EngineConfiguration.FailoverRule, now: SimTime
  ) -> SimTime {
    let store = groups[group].store
    switch rule {
    case .gossip, .leaderKey, .sentinel, .byHand: return now
    case .session(let session):
      return now
        + stores[store].random.duration(
          from: session.decision.lowerBound, to: session.decision.upperBound)
    case .podReadiness(let pod):
      let ordered =
        now
        + stores[store].random.duration(
          from: pod.decision.lowerBound, to: pod.decision.upperBound)
      let phase = stores[store].random.duration(below: pod.lease.retry)
      return groups[group].lease?.takenAt(wantedFrom: ordered, phase: phase) ?? ordered
    }
  }

  /// The copy to promote; nil where none qualifies or those who decide are not there.
  private mutating func successor(
    group: Int, shipping: Int, rule: EngineConfiguration.FailoverRule, now: SimTime
  ) -> Int? {
    let slots = groups[group].members
    let primary = shippings[shipping].primary
    if rule == .byHand { return nil }
    var offered = BitSet()
    for slot in slots.indices where slot != primary && members[slots[slot]].isUp {
      if isEligible(slot, group: group, shipping: shipping, rule: rule, now: now) {
        offered.insert(slot)
      }
    }
    return shippings[shipping].successor { offered.contains($0) }
  }

  /// Whether a copy may be promoted.
  ///
  /// Where an operator decides, the API must call the copy's pod ready and let the operator act.
  /// With quorum-based failover, so many of the synchronous candidates must be there that one of
  /// them is sure to have all acknowledged writes.
  private func isEligible(
    _ slot: Int, group: Int, shipping: Int, rule: EngineConfiguration.FailoverRule, now: SimTime
  ) -> Bool {
    let slots = groups[group].members
    if case .session(let session) = rule {
      // What has no data yet runs no daemon (repmgr); in-sync sets know their own.
      guard session.electorate != .followers || !isWithoutData(slot, of: group) else {
        return false
      }
      return !members[slots[slot]].isUnregistered
        && hasElectorate(session, slots[slot], now: now)
    }
    guard case .podReadiness(let pod) = rule else { return true }
    let primary = shippings[shipping].primary
    guard members[slots[slot]].isReady, stores[groups[group].store].isOperatorAllowed,
      !isEmpty(slot: slot, of: group)
    else { return false }
    guard pod.needsQuorum,
      case .synchronous(let copies, _) = shippings[shipping].acknowledgement
    else { return true }
    let promotable = slots.indices.count(where: {
      $0 != primary && members[slots[$0]].isUp && members[slots[$0]].isReady
    })
    return Quorum.allowsFailover(
      promotable: promotable, synchronous: copies, candidates: slots.count - 1)
  }

  /// Whether a primary may take writes by its own view of the cluster.
  ///
  /// Redis' masters and Elasticsearch's nodes refuse without a majority in sight, and the latter
  /// once they and their master gave each other up (no_master_block). Kafka's brokers serve by what
  /// they know while no controller leads, and PostgreSQL goes on without its operator: only changes
  /// of the primary and of the in-sync set wait for those.
  @inline(__always) func mayTakeWrites(_ member: Int, now: SimTime) -> Bool {
    let store = members[member].store
    guard case .shipping(_, let rule) = stores[store].configuration.agreement else { return true }
    switch rule {
    case .leaderKey, .podReadiness, .sentinel, .byHand: return true
    case .gossip: return servesKeys(member, now: now)
    case .session(let session):
      return session.electorate != .members
        || (isElectable(member) && !isGivenUp(member, now: now))
    }
  }

  /// Whether the coordinating group has a leader that can commit.
  func isCoordinated(store: Int, now: SimTime) -> Bool {
    guard let group = stores[store].coordination, let slot = groups[group].leader,
      case .raft(let base) = groups[group].protocolState
    else { return false }
    return rafts[base + slot].hasLease(now: now)
  }

  /// Hides a new leader from clients until their next attempt, where they ask for the cluster's map
  /// only when an attempt fails (Kafka's `retry.backoff.ms` to `retry.backoff.max.ms`).
  private mutating func hideLeader(group: Int, isOrderly: Bool, now: SimTime) {
    let store = groups[group].store
    guard let refresh = stores[store].configuration.clientRefresh else { return }
    let drawn = stores[store].random.duration(from: refresh.lowerBound, to: refresh.upperBound)
    let delay = isOrderly ? refresh.lowerBound : drawn
    groups[group].unknownUntil = now + delay
    actions.append(.schedule(.decide, at: now + delay, argument: UInt32(group)))
  }

  /// Promotes a copy: it replaces the primary and takes the group's writes at once.
  mutating func promote(slot: Int, group: Int, shipping: Int, now: SimTime) {
    replacePrimary(with: slot, group: group, shipping: shipping, now: now)
    resume(slot: slot, group: group, now: now)
  }

  /// Makes a copy the primary: it begins a new timeline, and the acknowledged writes that it lacks
  /// are lost.
  ///
  /// - Parameter isHeard: whether clients learn of the new primary at once; where they do not
  ///   (Sentinels), the loss is counted when they do.
  mutating func replacePrimary(
    with slot: Int, group: Int, shipping: Int, isHeard: Bool = true, now: SimTime
  ) {
    let old = shippings[shipping].primary
    let acknowledged = shippings[shipping].acknowledged
    let promotion = shippings[shipping].promote(slot: slot)
    let isOrderly =
      groups[group].leader != nil && members[groups[group].members[old]].isUp
      && groups[group].isolatedSince == nil
    depose(old, of: group, shipping: shipping, unless: old == slot)
    if isOrderly {
      retryPending(group: group, shipping: shipping)
    } else {
      failPending(group: group)
    }
    groups[group].pending.removeAll()
    if isHeard {
      recordPromotion(
        group: group, new: slot, lost: promotion.lost, doubled: promotion.unacknowledged, now: now)
    } else {
      keep(promotion, over: acknowledged, group: group, now: now)
    }
    groups[group].isolatedSince = nil
    groups[group].decisionAt = nil
    groups[group].patroni?.database = nil
    groups[group].patroni?.failsToStartAt = nil
    groups[group].lease?.take(now: now)
    groups[group].unattached.remove(slot)
    groups[group].resyncing.remove(slot)
    groups[group].cloning.remove(slot)
    if isEmpty(slot: slot, of: group) { begin(group: group, with: slot, now: now) }
    for copy in groups[group].members.indices {
      groups[group].links[copy].shipped = shippings[shipping].copies[copy].received
    }
    watchCopies(group: group, shipping: shipping, now: now)
    hideLeader(group: group, isOrderly: isOrderly, now: now)
  }

  /// Lets clients retry the writes that are in flight when a primary hands over in order: it tells
  /// them that it is the primary no longer (Kafka: NOT_LEADER_OR_FOLLOWER is retriable).
  ///
  /// Where the engine deduplicates, the new primary recognises those of them that it holds already
  /// (sequence numbers of Kafka's producers, which the copies have with the records).
  private mutating func retryPending(group: Int, shipping: Int) {
    let pending = groups[group].pending
    let knowsAgain = stores[groups[group].store].configuration.deduplicates
    let (held, timeline) = (shippings[shipping].fork, shippings[shipping].timeline)
    pending.forEach { item in
      guard requests.contains(item.request) else { return }
      requests[item.request].heldOn = knowsAgain && item.number <= held ? timeline : 0
      // The former primary has answered: the write does not fail when that one stops.
      requests[item.request].server = Int32(requests[item.request].demand.member)
      park(item.request)
    }
  }

  /// A copy takes the group's writes from now on: its role is published, and waiting requests go
  /// on.
  mutating func resume(slot: Int, group: Int, now: SimTime) {
    groups[group].leader = slot
    groups[group].lastLeader = slot
    publishRoles(group: group)
    watchReadiness(group: group, now: now)
    unpark(group: group, now: now)
  }

  /// How long after it was cut off a primary takes writes at most; nil where an operator decides
  /// and the API has told it of its successor.
  private func fencing(of member: Int) -> SimDuration? {
    let configuration = stores[members[member].store].configuration
    guard case .shipping(_, .podReadiness) = configuration.agreement else {
      return configuration.fencing
    }
    // The instance manager follows the Cluster's status as long as it sees the API.
    if members[member].seesAPI { return nil }
    return isAlone(member) ? configuration.fencing : .infinity
  }

  /// Notes a former primary as deposed that still runs and has not heard of its successor: it still
  /// answers the clients on its side of a partition.
  private mutating func depose(_ old: Int, of group: Int, shipping: Int, unless isSame: Bool) {
    let member = groups[group].members[old]
    guard !isSame, members[member].isUp, !members[member].isStopping,
      shippings[shipping].acknowledgesAlone, groups[group].leader == old
    else { return }
    let store = groups[group].store
    if stores[store].bus != nil {
      // Until its own view of the cluster tells it to stop.
      groups[group].deposed = (slot: old, until: .infinity)
    } else if let since = groups[group].isolatedSince, let limit = fencing(of: member) {
      groups[group].deposed = (slot: old, until: since + limit)
    }
  }
}
