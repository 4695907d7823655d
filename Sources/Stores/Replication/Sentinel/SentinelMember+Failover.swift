import SimulationKernel

/// The steps of a failover, one a ring of the timer (sentinelFailoverStateMachine).
extension SentinelMember {
  mutating func stepFailover(
    _ sights: [SentinelSight], desync: SimDuration, now: SimTime,
    into effects: inout [SentinelEffect]
  ) {
    guard let current = failover else { return }
    switch current.step {
    case .waitForVotes: waitForVotes(current, desync: desync, now: now)
    case .select:
      // Without a replica that may be promoted this failover is over.
      let found = candidate(now: now)
      findsNoReplica = found == nil
      guard let promoted = found else {
        failover = nil
        return
      }
      failover?.promoted = promoted
      enter(.promote, now: now)
    case .promote:
      guard let promoted = current.promoted, sights[promoted].isAnswering else {
        if now - current.changedAt > rules.failoverTimeout { failover = nil }
        return
      }
      effects.append(.promote(slot: promoted))
      enter(.waitForRole, now: now)
    case .waitForRole:
      if now - current.changedAt > rules.failoverTimeout { failover = nil }
    case .attach: attachReplicas(current, sights, now: now, into: &effects)
    }
  }

  private mutating func enter(_ step: Failover.Step, now: SimTime) {
    failover?.step = step
    failover?.changedAt = now
  }

  private mutating func waitForVotes(
    _ current: Failover, desync: SimDuration, now: SimTime
  ) {
    let elected = leader(of: current.epoch, desync: desync, now: now)
    guard elected == slot || current.isForced else {
      let limit = min(SentinelRules.electionTimeout, rules.failoverTimeout)
      if let start = failoverStartedAt, now - start > limit { failover = nil }
      return
    }
    enter(.select, now: now)
  }

  /// Who leads an epoch by the votes that are known, this Sentinel's among them; nil while nobody
  /// has enough.
  private mutating func leader(
    of epoch: UInt32, desync: SimDuration, now: SimTime
  ) -> UInt8? {
    func count(for candidate: Int) -> Int {
      peers.indices.count(where: {
        $0 != Int(slot) && peers[$0].leaderEpoch == epoch
          && peers[$0].leader.map { Int($0) } == candidate
      })
    }
    var most = peers.indices.max { count(for: $0) < count(for: $1) } ?? Int(slot)
    if count(for: most) == 0 { most = Int(slot) }
    let own = vote(for: UInt8(most), in: epoch, desync: desync, now: now)
    for candidate in peers.indices {
      let isOwn = own.map { $0.epoch == epoch && Int($0.leader) == candidate } ?? false
      if count(for: candidate) + (isOwn ? 1 : 0) >= votesNeeded {
        return UInt8(candidate)
      }
    }
    return nil
  }

  /// The replica to promote: of those that are there and were linked to the master lately the one
  /// with most data, then with the least run id (sentinelSelectSlave; the priority is alike for
  /// all).
  private func candidate(now: SimTime) -> Int? {
    let masterDown = instances[master].downSince.map { now - $0 } ?? .zero
    let longestBreak = masterDown + rules.downAfter * 10
    let freshness =
      instances[master].downSince == nil
      ? SentinelRules.infoPeriod * 3 : SentinelRules.urgentInfoPeriod * 5
    guard rules.replicaPriority > 0 else { return nil }
    let able = instances.indices.filter { index in
      let instance = instances[index]
      return index != master && instance.downSince == nil && !instance.isDisconnected
        && now - instance.lastAnswer <= SentinelRules.urgentInfoPeriod * 5
        && now - instance.toldAt <= freshness && instance.told.linkDown <= longestBreak
    }
    return able.min { left, right in
      let (first, second) = (instances[left].told, instances[right].told)
      return first.offset == second.offset
        ? first.runID < second.runID : first.offset > second.offset
    }
  }

  /// The promoted replica's INFO says that it is a master: clients and the other Sentinels learn
  /// it.
  mutating func followRole(
    of index: Int, now: SimTime, into effects: inout [SentinelEffect]
  ) {
    guard let current = failover, current.step == .waitForRole, current.promoted == index,
      instances[index].told.isMaster, instances[index].toldAt > current.changedAt
    else { return }
    for other in instances.indices {
      instances[other].attachedAt = nil
      instances[other].isAttached = false
    }
    enter(.attach, now: now)
    effects.append(.announce(slot: index))
    adopt(epoch: current.epoch, now: now, into: &effects)
  }

  /// Tells the other replicas to follow, so many at a time; at the end the promoted one is the
  /// master that is watched.
  private mutating func attachReplicas(
    _ current: Failover, _ sights: [SentinelSight], now: SimTime,
    into effects: inout [SentinelEffect]
  ) {
    guard let promoted = current.promoted else { return }
    var (waiting, underWay) = (0, 0)
    for index in instances.indices where isFollower(index, promoted) {
      if let told = instances[index].attachedAt, !instances[index].isAttached,
        now - told > SentinelRules.reconfigurationTimeout
      {
        instances[index].isAttached = true
      }
      guard !instances[index].isAttached else { continue }
      waiting += 1
      if instances[index].attachedAt != nil { underWay += 1 }
    }
    guard waiting > 0, now - current.changedAt <= rules.failoverTimeout else {
      for index in instances.indices
      where isFollower(index, promoted) && instances[index].attachedAt == nil {
        effects.append(.attach(slot: index))
      }
      switchMaster(to: promoted, now: now)
      return
    }
    for index in instances.indices
    where isFollower(index, promoted) && instances[index].attachedAt == nil
      && sights[index].isAnswering && underWay < rules.parallelSyncs
    {
      underWay += 1
      instances[index].attachedAt = now
      effects.append(.attach(slot: index))
    }
  }

  private func isFollower(_ index: Int, _ promoted: Int) -> Bool {
    index != promoted && index != master && instances[index].downSince == nil
  }

  /// Tells a process to follow that has been something else for long, while the master is sane.
  mutating func attachStranger(
    _ index: Int, now: SimTime, into effects: inout [SentinelEffect]
  ) {
    let known = instances[master]
    guard failover == nil, known.told.isMaster, known.downSince == nil, !known.isDisconnected,
      now - known.toldAt < SentinelRules.infoPeriod * 2,
      instances[index].wantsAttachment(rules, now: now)
    else { return }
    instances[index].noteAttachment()
    effects.append(.attach(slot: index))
  }
}
