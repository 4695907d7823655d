import SimulationKernel

/// Who belongs to a store that knows its members by sessions.
///
/// One member, their registrar, keeps the sessions. It is Kafka's active controller, to which
/// brokers send heartbeats (BrokerHeartbeatManager), or Elasticsearch's elected master, which
/// checks the other nodes and is checked by them (FollowersChecker, LeaderChecker). What other
/// members hear of each other says nothing of who belongs to the store.
extension StoreGroups {
  /// The member that keeps a store's sessions; nil while there is none, or while a majority of
  /// those who elect it is away.
  private func registrar(of store: Int, _ rule: EngineConfiguration.SessionRule) -> Int? {
    switch rule.electorate {
    case .members: return stores[store].master.flatMap { isElectable($0) ? $0 : nil }
    case .coordination:
      guard let group = stores[store].coordination, groups[group].isolatedSince == nil else {
        return nil
      }
      return groups[group].leader.map { groups[group].members[$0] }
    case .followers: return nil
    }
  }

  /// Whether a member and the registrar of its session hear each other.
  ///
  /// While nobody keeps the sessions, those who see a majority of the members count as heard: the
  /// next registrar finds them.
  func hearsRegistrar(_ member: Int, _ rule: EngineConfiguration.SessionRule) -> Bool {
    let store = members[member].store
    guard let registrar = registrar(of: store, rule) else {
      guard rule.electorate == .members else {
        return reachCount(of: member) >= Quorum.majority(of: stores[store].members.count)
      }
      let electors = stores[store].electors
      let seen = electors.count(where: { $0 == member || canReach(member, $0) })
      return seen >= Quorum.majority(of: electors.count)
    }
    return member == registrar
      || (canReach(member, registrar) && canReach(registrar, member))
  }

  /// Whether all members of a store hear the registrar of their sessions; true where nobody keeps
  /// any.
  func allHearRegistrar(store: Int) -> Bool {
    guard case .shipping(_, .session(let rule)) = stores[store].configuration.agreement else {
      return true
    }
    return stores[store].members.allSatisfy { hearsRegistrar($0, rule) }
  }

  /// Whether the session of a member ended without a new one: it is outside its store, and hears
  /// neither of promotions nor of its place in a shard.
  func isGivenUp(_ member: Int, now: SimTime) -> Bool {
    let store = members[member].store
    guard case .shipping(_, .session(let rule)) = stores[store].configuration.agreement,
      rule.electorate != .followers, let session = members[member].session
    else { return false }
    return now >= session.expiry
  }

  /// Whether somebody can decide about sessions, promotions and in-sync sets.
  func isDecided(store: Int, _ rule: EngineConfiguration.SessionRule, now: SimTime) -> Bool {
    switch rule.electorate {
    case .members:
      return registrar(of: store, rule) != nil && now >= stores[store].publishingUntil
    case .coordination: return isCoordinated(store: store, now: now)
    case .followers: return true
    }
  }

  /// Whether a member has its part in decisions about promotions and in-sync sets: it hears those
  /// who make them or, where the followers make them, sees enough of these.
  func hasElectorate(
    _ rule: EngineConfiguration.SessionRule, _ member: Int, now: SimTime
  ) -> Bool {
    guard rule.electorate != .followers else { return seesFollowers(member) }
    return isDecided(store: members[member].store, rule, now: now) && hearsRegistrar(member, rule)
  }

  /// Whether a member runs and sees a majority of those of its store that vote, running too, so
  /// that these can elect it, if it may be elected, and it can hear whom they elected.
  func isElectable(_ member: Int) -> Bool {
    let electors = stores[members[member].store].electors
    let away = electors.count(where: {
      !members[$0].isUp || ($0 != member && !canReach(member, $0))
    })
    return members[member].isUp && Quorum.isServing(voters: electors.count, away: away)
  }

  /// The members that take cluster states from a master: all that hold data, and those that only
  /// vote.
  private func nodes(of store: Int) -> [Int] {
    let data = stores[store].members
    return Array(data) + stores[store].electors.filter { !data.contains($0) }
  }

  /// Elects a master where there is none or the others gave the last one up (Elasticsearch).
  ///
  /// Only master-eligible nodes vote and can win; where some have no other role, the loss of data
  /// nodes costs no votes, and the loss of theirs leaves those of the data nodes without a master.
  /// Whoever stands first wins; the first in order that can is taken. The time that it takes is
  /// part of the decision about each of the shards. The winner keeps all members in its cluster
  /// state and checks them itself: the former master, if it is silent, is removed only when these
  /// checks fail (NodeJoinExecutor, becomeMasterAndTrimConflictingNodes; FollowersChecker,
  /// setCurrentNodes).
  mutating func watchMaster(
    store: Int, _ rule: EngineConfiguration.SessionRule, now: SimTime
  ) {
    guard rule.electorate == .members else { return }
    if let master = stores[store].master {
      guard !isElectable(master) else {
        // The sessions of those with data are renewed with their shards.
        if !stores[store].members.contains(master) {
          _ = observeSession(ofMember: master, rule: rule, now: now)
        }
        if now < stores[store].publishingUntil,
          !nodes(of: store).contains(where: { isMute($0, to: master) })
        {
          stores[store].publishingUntil = now
        }
        return
      }
      let isClosed = !members[master].isUp && !members[master].isSilent
      let isOver = observeSession(ofMember: master, rule: rule, now: now)
      guard isOver || (rule.noticesClosedConnections && isClosed) else { return }
      stores[store].masterlessSince = members[master].session?.renewedAt ?? now
    }
    stores[store].master = stores[store].electors.first { isElectable($0) }
    guard let master = stores[store].master else { return }
    beginChecks(by: master, rule, now: now)
    stores[store].masterlessSince = nil
  }

  /// A new master begins to check the members that its predecessor had not removed, and waits for
  /// those that are mute to take its first cluster state.
  private mutating func beginChecks(
    by master: Int, _ rule: EngineConfiguration.SessionRule, now: SimTime
  ) {
    let store = members[master].store
    guard let since = stores[store].masterlessSince else { return }
    for member in nodes(of: store) {
      guard let session = members[member].session, session.expiry > since else { continue }
      let renewal = member == master ? rule.ofMaster ?? rule.ofMembers : rule.ofMembers
      members[member].session?.begin(renewal, now: now)
      if isMute(member, to: master) {
        stores[store].publishingUntil = now + rule.firstPublication
      }
    }
  }

  /// Whether a member neither answers nor refuses another.
  private func isMute(_ member: Int, to other: Int) -> Bool {
    guard member != other else { return false }
    guard members[member].isUp else { return members[member].isSilent }
    return !canReach(other, member) || !canReach(member, other)
  }
}
