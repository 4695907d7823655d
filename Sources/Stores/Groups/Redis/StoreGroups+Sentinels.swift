import SimulationKernel

/// Redis' Sentinels over the members of a store: what they see, and how their decisions are carried
/// out.
extension StoreGroups {
  /// Makes the Sentinels of a store, one in each coordinating pod.
  mutating func makeSentinels(store: Int, rules: SentinelRules, now: SimTime) {
    guard let group = stores[store].shards.first,
      case .shipping(let index) = groups[group].protocolState
    else { return }
    let count = stores[store].coordinators.count
    let first = sentinels.count
    for slot in 0..<count {
      var phases: [(ping: SimDuration, info: SimDuration)] = []
      for _ in groups[group].members.indices {
        phases.append(
          (
            ping: stores[store].random.duration(below: rules.pingPeriod),
            info: stores[store].random.duration(below: SentinelRules.infoPeriod)
          ))
      }
      sentinelHosts.append(
        SentinelHost(store: store, member: stores[store].coordinators.lowerBound + slot))
      sentinels.append(
        SentinelMember(
          slot: UInt8(slot), of: count, master: shippings[index].primary, rules: rules,
          phases: phases, now: now))
    }
    stores[store].sentinels = SentinelWatch(
      range: first..<sentinels.count, nextCheck: now + Self.masterCheckPeriod)
  }

  /// A Sentinel's process starts again.
  mutating func restartSentinel(_ member: Int, now: SimTime) {
    let store = members[member].store
    guard let watch = stores[store].sentinels, stores[store].coordinators.contains(member) else {
      return
    }
    sentinels[watch.range.lowerBound + member - stores[store].coordinators.lowerBound].restart(
      now: now)
  }

  /// The state of a store changes: the timers of its Sentinels are simulated from now on.
  mutating func wakeSentinels(store: Int, now: SimTime) {
    guard let watch = stores[store].sentinels, !watch.isAwake else { return }
    stores[store].sentinels?.isAwake = true
    for index in watch.range {
      sentinels[index].wake(now: now)
      let tick = SentinelRules.tick(using: &stores[store].random)
      ring(index, after: stores[store].random.duration(below: tick), now: now)
    }
  }

  private mutating func ring(_ index: Int, after rest: SimDuration, now: SimTime) {
    sentinelHosts[index].ringsAt = now + rest
    actions.append(.schedule(.sentinelTimer, at: now + rest, argument: UInt32(index)))
  }

  /// A Sentinel's timer is due; it is armed again unless all is well.
  mutating func sentinelTimer(_ index: Int, now: SimTime) {
    let (store, member) = (sentinelHosts[index].store, sentinelHosts[index].member)
    guard stores[store].sentinels?.isAwake ?? false, sentinelHosts[index].ringsAt == now else {
      return
    }
    ring(index, after: SentinelRules.tick(using: &stores[store].random), now: now)
    guard members[member].isUp, let group = stores[store].shards.first else { return }
    let sights = groups[group].members.indices.map {
      sight(of: $0, in: group, by: member, now: now)
    }
    stepSentinel(index, now: now) { $0.tick(sights, desync: $1, now: now, into: &$2) }
    if sentinels[index].believesMasterDown { noteDetection(group: group, now: now) }
  }

  /// A message for a Sentinel arrives.
  mutating func receiveSentinel(_ packet: StorePacket, now: SimTime) {
    let store = members[Int(packet.to)].store
    guard let watch = stores[store].sentinels, case .sentinel(let message) = packet.message else {
      return
    }
    stepSentinel(watch.range.lowerBound + Int(message.to), now: now) {
      $0.receive(message, desync: $1, now: now, into: &$2)
    }
  }

  /// A master that got SIGTERM asks the Sentinels to promote a replica first (the hook of
  /// Spotahome's pods: `SENTINEL failover`).
  mutating func yieldToSentinels(slot: Int, group: Int, shipping: Int, now: SimTime) {
    let store = groups[group].store
    guard let watch = stores[store].sentinels, slot == shippings[shipping].primary else { return }
    let able = watch.range.first { index in
      let member = sentinelHosts[index].member
      return members[member].isUp && canReach(groups[group].members[slot], member)
    }
    guard let able else { return }
    wakeSentinels(store: store, now: now)
    stepSentinel(able, now: now) { sentinel, desync, _ in
      sentinel.force(desync: desync, now: now)
    }
  }

  private mutating func stepSentinel(
    _ index: Int, now: SimTime,
    _ body: (inout SentinelMember, SimDuration, inout [SentinelEffect]) -> Void
  ) {
    let (store, member) = (sentinelHosts[index].store, sentinelHosts[index].member)
    let desync = stores[store].random.duration(below: SentinelRules.desync)
    var wanted: [SentinelEffect] = []
    body(&sentinels[index], desync, &wanted)
    for effect in wanted { carryOut(effect, of: index, member: member, store: store, now: now) }
  }

  private mutating func carryOut(
    _ effect: SentinelEffect, of sentinel: Int, member: Int, store: Int, now: SimTime
  ) {
    guard let group = stores[store].shards.first,
      case .shipping(let index) = groups[group].protocolState
    else { return }
    switch effect {
    case .send(let message):
      let base = stores[store].coordinators.lowerBound
      send(StorePacket(message, base: base, group: group))
    case .promote(let slot): follow(nobody: slot, group: group, shipping: index, now: now)
    case .announce(let slot): announce(slot, group: group, shipping: index, now: now)
    case .attach(let slot):
      guard canReach(member, groups[group].members[slot]) else { return }
      let master =
        sentinels[sentinel].isLeading ? shippings[index].primary : sentinels[sentinel].master
      attach(slot, to: master, group: group, shipping: index, now: now)
    }
  }

  /// What a Sentinel would see of a member.
  private func sight(
    of slot: Int, in group: Int, by sentinel: Int, now: SimTime
  ) -> SentinelSight {
    let member = groups[group].members[slot]
    var sight = SentinelSight()
    guard case .shipping(let index) = groups[group].protocolState else { return sight }
    let isReached = member == sentinel || (canReach(sentinel, member) && canReach(member, sentinel))
    sight.isAnswering = members[member].isUp && isReached
    sight.isRefusing = !members[member].isUp && !members[member].isSilent && isReached
    let primary = shippings[index].primary
    let isUnattached = groups[group].unattached.contains(slot)
    sight.isMaster =
      slot == primary ? !isUnattached : groups[group].deposed?.slot == slot
    // Also one that was the master follows nobody when it starts again.
    sight.isAttached = !isUnattached
    sight.isFollowing = shippings[index].copies[slot].isConnected
    sight.offset = shippings[index].copies[slot].received
    sight.runID = SentinelSight.runID(member: member, epoch: members[member].epoch)
    // A master has no link that could be down.
    guard slot != primary, !sight.isMaster else { return sight }
    sight.linkDown =
      isEmpty(slot: slot, of: group)
      ? .infinity : linkDown(of: slot, in: group, primary: primary, now: now)
    return sight
  }

  /// For how long a replica has known that its link to the master is down; it notices a silent
  /// machine only after repl-timeout.
  private func linkDown(of slot: Int, in group: Int, primary: Int, now: SimTime) -> SimDuration {
    guard let since = groups[group].links[slot].unlinkedSince else { return .zero }
    let isSilent = members[groups[group].members[primary]].isSilent
    return now - since >= (isSilent ? .minutes(1) : .zero) ? now - since : .zero
  }
}
