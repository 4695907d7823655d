import SimulationKernel

/// Stores that know a member as alive for as long as its session lasts (Kafka, Elasticsearch), and
/// what becomes of the session when its process is replaced.
extension StoreGroups {
  /// Notes whether a slot's member renews its session; returns whether the electorate, which keeps
  /// the sessions, takes the member for gone.
  mutating func observeSession(
    of slot: Int, group: Int, rule: EngineConfiguration.SessionRule, now: SimTime
  ) -> Bool {
    let member = groups[group].members[slot]
    let isOver = observeSession(ofMember: member, rule: rule, now: now)
    // A primary that runs without its data leads no longer.
    let isEmptied = !members[member].isUnregistered && isOutOfPlace(slot, of: group)
    let isClosed = !members[member].isSilent && !members[member].isUp
    return isOver || isEmptied || isLagging(member, now: now)
      || (rule.noticesClosedConnections && isClosed)
  }

  /// Notes whether a member renews its session, which a process that waits for the end of its
  /// predecessor's does not; returns whether the session has expired.
  mutating func observeSession(
    ofMember member: Int, rule: EngineConfiguration.SessionRule, now: SimTime
  ) -> Bool {
    let store = members[member].store
    let renewal =
      stores[store].master == member ? rule.ofMaster ?? rule.ofMembers : rule.ofMembers
    var session =
      members[member].session
      ?? SessionDetector(
        renewal: renewal, now: now,
        phase: stores[store].random.duration(below: renewal.interval))
    // A master that was given up is gone for the one that takes its place too.
    if now < session.expiry { session.setRenewal(renewal) }
    let isConnected = hearsRegistrar(member, rule)
    let isHeard = members[member].isUp && isConnected && !members[member].isUnregistered
    let isOver = session.observe(isHeard: isHeard, now: now)
    members[member].session = session
    let isMute = members[member].isSilent || (members[member].isUp && !isConnected)
    return isOver && (!isMute || now >= session.expiry + rule.silencePatience)
  }

  /// Whether a member, itself included, sees a majority of those that are not the primary.
  func seesFollowers(_ member: Int) -> Bool {
    let store = members[member].store
    guard let group = stores[store].shards.first,
      case .shipping(let index) = groups[group].protocolState
    else { return false }
    let primary = groups[group].members[shippings[index].primary]
    let seen = stores[store].members.count(where: {
      $0 != primary && members[$0].isUp && ($0 == member || canReach(member, $0))
    })
    return seen >= Quorum.majority(of: stores[store].members.count - 1)
  }

  /// Whether a member's stalled disk has kept it from applying published cluster states for so long
  /// that the cluster removes it (Elasticsearch).
  private func isLagging(_ member: Int, now: SimTime) -> Bool {
    guard let limit = stores[members[member].store].configuration.applyLag,
      let since = members[member].stalledSince
    else { return false }
    return now - since >= limit
  }

  /// A member's process ended; if it shut down in order, it closed its session.
  mutating func closeSession(of member: Int, now: SimTime) {
    guard members[member].isStopping,
      stores[members[member].store].configuration.handsOverOnShutdown
    else { return }
    members[member].session?.close(now: now)
  }

  /// A member's process starts: it takes over the session of the process before it, or is refused
  /// until that session has ended.
  mutating func openSession(of member: Int, wasRunning: Bool, now: SimTime) {
    members[member].isUnregistered = false
    guard let session = members[member].session else { return }
    let refuses = stores[members[member].store].configuration.refusesSecondRegistration
    let isOpen =
      now < session.expiry || isEndUnknown(of: session, store: members[member].store)
    if refuses, !wasRunning, isOpen {
      members[member].isUnregistered = true
    } else {
      members[member].session?.renew(now: now)
    }
  }

  /// Whether a session ended while no controller led, so that the next one takes it for open.
  private func isEndUnknown(of session: SessionDetector, store: Int) -> Bool {
    guard let group = stores[store].coordination, groups[group].leader == nil,
      let record = groups[group].lastRecord
    else { return false }
    return session.expiry > failovers[record].lostAt
  }

  /// A controller begins to lead: it knows which sessions are open, but not when they were last
  /// renewed, and so extends each by its whole length (Kafka's ClusterControlManager.activate).
  ///
  /// - Parameter lostAt: Since when no controller led.
  mutating func extendSessions(store: Int, lostAt: SimTime, now: SimTime) {
    guard stores[store].configuration.refusesSecondRegistration else { return }
    for member in stores[store].members {
      guard let session = members[member].session, session.expiry > lostAt else { continue }
      members[member].session?.extend(now: now)
    }
  }

  /// Lets processes register at their next attempt whose predecessors' sessions have ended and were
  /// acted upon.
  mutating func watchRegistrations(
    store: Int, _ rule: EngineConfiguration.SessionRule, now: SimTime
  ) {
    guard stores[store].configuration.refusesSecondRegistration else { return }
    for member in stores[store].members where members[member].isUnregistered {
      guard members[member].isUp, !members[member].isStopping,
        let end = members[member].session?.expiry,
        hasElectorate(rule, member, now: now) || isFoundAnew(store: store)
      else { continue }
      let attempt = BrokerRegistration.attempt(
        from: members[member].startedAt,
        notBefore: end + Self.watchInterval + rule.decision.upperBound,
        longestPause: rule.ofMembers.timeout)
      if now >= attempt { admitBroker(member, now: now) }
    }
  }

  /// Whether the controllers lost all that they knew, so that the running members begin anew.
  private func isFoundAnew(store: Int) -> Bool {
    guard let group = stores[store].coordination, isGone(group: group) else { return false }
    return groups[group].members.indices.allSatisfy {
      members[groups[group].members[$0]].isUp && isBlank($0, of: group)
    }
  }

  /// A broker is registered again, and leads the shards that no other member leads.
  private mutating func admitBroker(_ member: Int, now: SimTime) {
    members[member].isUnregistered = false
    members[member].session?.renew(now: now)
    forEachGroup(of: member) { groups, group, slot in
      guard case .shipping(let index) = groups.groups[group].protocolState,
        slot == groups.shippings[index].primary
      else { return }
      if groups.lastResort(of: group, shipping: index) == slot {
        groups.promote(slot: slot, group: group, shipping: index, now: now)
      } else {
        groups.startPrimary(slot, group: group, shipping: index, isFirst: false, now: now)
      }
    }
  }
}
