import SimulationKernel

/// The databases under Patroni's agents: how they start, shut down and end while their agents run.
extension StoreGroups {
  /// A primary's agent starts again: lets its database take writes only after a while; returns
  /// false where no agent looks after it.
  ///
  /// The agent has the key still, but does not know that it led until it crashed, so that it does
  /// not start the database as a primary: it lets it recover in single-user mode, starts it as a
  /// standby, and promotes it in its next loop, which comes at once (patroni `ha.py`, recover and
  /// enforce_primary_role).
  mutating func awaitDatabase(of group: Int, now: SimTime) -> Bool {
    guard let rule = leaderKeyRule(of: group) else { return false }
    awaitDatabase(of: group, drawn: rule.restart, hasCrashed: true, now: now)
    groups[group].patroni?.key.restartHolder(now: now)
    groups[group].patroni?.failsToStartAt = nil
    return true
  }

  /// A demoted primary has the key still, or again: its agent promotes its database.
  mutating func awaitPromotion(
    of group: Int, rule: EngineConfiguration.LeaderKeyRule, now: SimTime
  ) {
    awaitDatabase(of: group, drawn: rule.promotion, hasCrashed: false, now: now)
  }

  private mutating func awaitDatabase(
    of group: Int, drawn range: ClosedRange<SimDuration>, hasCrashed: Bool, now: SimTime
  ) {
    let store = groups[group].store
    let due = now + stores[store].random.duration(from: range.lowerBound, to: range.upperBound)
    groups[group].patroni?.database = (readyAt: due, hasCrashed: hasCrashed)
    actions.append(.schedule(.decide, at: due, argument: UInt32(group)))
  }

  /// An agent that is told to end shuts its database down first, which refuses everything from now
  /// on; the key is its own until that is done (patroni `ha.py`, shutdown).
  mutating func shutDownDatabase(slot: Int, group: Int, now: SimTime) {
    guard leaderKeyRule(of: group) != nil, groups[group].leader == slot else { return }
    leaderLost(group: group, now: now)
  }

  /// Whether the primary's agent gives the key up, so that the others race for it at once.
  ///
  /// It does when its database has shut down in order, when it can not start it (`ha.py`,
  /// post_recover), and, where it was told to and somebody can take the key, as soon as it finds it
  /// down (primary_start_timeout 0).
  func givesUpKey(
    _ slot: Int, group: Int, rule: EngineConfiguration.LeaderKeyRule, now: SimTime
  ) -> Bool {
    let primary = groups[group].members[slot]
    if members[primary].isStopping { return !members[primary].isUp && !members[primary].isSilent }
    if let time = groups[group].patroni?.failsToStartAt, members[primary].pendingStart != nil {
      return now >= time
    }
    guard rule.startTimeout == .zero, groups[group].patroni?.database?.hasCrashed == true else {
      return false
    }
    return groups[group].members.contains {
      $0 != primary && members[$0].isUp && canReach(primary, $0)
    }
  }

  /// A member's database ends while its agent runs on, because the disk has no room for its log.
  mutating func databaseEnds(_ member: Int, now: SimTime) {
    guard members[member].isUp, members[member].hasNoRoom else { return }
    memberStopped(member, isSilent: false, now: now)
    failToStart(member, now: now)
  }

  /// An agent finds its database down and can not start it: it tries it in each of its loops.
  ///
  /// The agent of the primary gives the key up when its first try has failed.
  mutating func failToStart(_ member: Int, now: SimTime) {
    let store = members[member].store
    guard case .shipping(_, .leaderKey(let rule)) = stores[store].configuration.agreement else {
      return
    }
    tryLater(member, after: rule.timers.loopWait, now: now)
    forEachGroup(of: member) { groups, group, slot in
      groups.awaitFailure(of: slot, group: group, rule: rule, now: now)
    }
  }

  private mutating func awaitFailure(
    of slot: Int, group: Int, rule: EngineConfiguration.LeaderKeyRule, now: SimTime
  ) {
    guard case .shipping(let index) = groups[group].protocolState,
      slot == shippings[index].primary, let patroni = groups[group].patroni,
      patroni.failsToStartAt == nil
    else { return }
    let range = rule.failedStart
    let length = stores[groups[group].store].random.duration(
      from: range.lowerBound, to: range.upperBound)
    let found = patroni.key.nextLoop(now: now)
    let due = rule.startTimeout == .zero ? found : found + length
    groups[group].patroni?.failsToStartAt = due
    actions.append(.schedule(.decide, at: due, argument: UInt32(group)))
  }

  private func leaderKeyRule(of group: Int) -> EngineConfiguration.LeaderKeyRule? {
    guard
      case .shipping(_, .leaderKey(let rule)) =
        stores[groups[group].store].configuration.agreement
    else { return nil }
    return rule
  }
}
