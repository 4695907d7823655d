import SimulationKernel

/// Promotions by Sentinels, or by Spotahome's operator where these can not help.
///
/// Such a promotion has two moments: a replica is told to replicate from nobody (`follow`), and
/// later clients learn that it is the master (`announce`). Until then they know the former master.
extension StoreGroups {
  /// How often Spotahome's operator checks the resources that it manages (its resync period).
  static let masterCheckPeriod = SimDuration.seconds(30)

  /// A replica is told to replicate from nobody (`SLAVEOF NO ONE`).
  ///
  /// It would take writes, but no client knows it yet. Clients of a former master that is still
  /// alive go on writing there.
  mutating func follow(nobody slot: Int, group: Int, shipping: Int, now: SimTime) {
    let old = shippings[shipping].primary
    let isLiving = old != slot && members[groups[group].members[old]].isUp
    let wasTaking = groups[group].leader == old
    noteUnseated(by: slot, group: group, shipping: shipping)
    groups[group].unattached = BitSet(below: groups[group].members.count)
    groups[group].unattached.remove(slot)
    replacePrimary(with: slot, group: group, shipping: shipping, isHeard: false, now: now)
    groups[group].leader = nil
    groups[group].promotion.isUnannounced = true
    groups[group].deposed = isLiving && wasTaking ? (slot: old, until: .infinity) : nil
  }

  /// Remembers the master before a promotion.
  ///
  /// Neither it nor its replicas are told anything before the Sentinels have seen that the promoted
  /// one is a master.
  private mutating func noteUnseated(by slot: Int, group: Int, shipping: Int) {
    let old = shippings[shipping].primary
    let member = groups[group].members[old]
    if !groups[group].promotion.isUnannounced {
      let isMaster = !isOutOfPlace(old, of: group)
      let isLiving = members[member].isUp || members[member].isFrozen
      groups[group].promotion.unseated =
        isMaster && isLiving ? (slot: old, strangers: groups[group].unattached) : nil
    }
    if groups[group].promotion.unseated?.slot == slot { groups[group].promotion.unseated = nil }
  }

  /// A process ended; it will replicate from nobody when it starts again.
  ///
  /// Where it was promoted and its INFO had not shown that yet, the failover is abandoned:
  /// Sentinels and clients still know the former master, which was never told to replicate, as the
  /// master (`sentinel.c`, sentinelFailoverWaitPromotion: the step is given up, and nothing else
  /// changes).
  mutating func endPromotion(of slot: Int, group: Int, shipping: Int, now: SimTime) {
    guard groups[group].promotion.isUnannounced,
      let former = groups[group].promotion.unseated
    else { return }
    guard former.slot != slot else {
      groups[group].promotion.unseated = nil
      return
    }
    let strangers = former.strangers.union(BitSet(slot))
    groups[group].promotion.unseated?.strangers = strangers
    guard slot == shippings[shipping].primary else { return }
    follow(nobody: former.slot, group: group, shipping: shipping, now: now)
    groups[group].unattached = strangers
    announce(former.slot, group: group, shipping: shipping, now: now)
  }

  /// A process is told to replicate from the master.
  ///
  /// A slot that was promoted by a Sentinel that ended before it could announce it becomes a
  /// replica again: the failover is undone.
  mutating func attach(_ slot: Int, to master: Int, group: Int, shipping: Int, now: SimTime) {
    let primary = shippings[shipping].primary
    if slot == primary {
      guard master != slot, members[groups[group].members[master]].isUp else { return }
      follow(nobody: master, group: group, shipping: shipping, now: now)
      announce(master, group: group, shipping: shipping, now: now)
    } else if master == primary {
      groups[group].unattached.remove(slot)
    }
  }

  /// Clients learn which slot is the master now, except those that a partition keeps with the
  /// former one.
  mutating func announce(_ slot: Int, group: Int, shipping: Int, now: SimTime) {
    guard slot == shippings[shipping].primary, groups[group].promotion.isUnannounced else { return }
    groups[group].promotion.isUnannounced = false
    groups[group].promotion.unseated = nil
    recordUnheard(group: group)
    if let deposed = groups[group].deposed,
      canReach(groups[group].members[slot], groups[group].members[deposed.slot])
    {
      groups[group].deposed = nil
    }
    guard members[groups[group].members[slot]].isUp else { return }
    resume(slot: slot, group: group, now: now)
  }

  /// The part of a store's regular check that is about its Sentinels and their operator.
  mutating func watchSentinels(store: Int, now: SimTime) {
    guard let watch = stores[store].sentinels, let group = stores[store].shards.first,
      case .shipping(let index) = groups[group].protocolState
    else { return }
    let primary = shippings[index].primary
    if groups[group].leader == nil, !groups[group].promotion.isUnannounced,
      members[groups[group].members[primary]].isUp, !isOutOfPlace(primary, of: group)
    {
      resume(slot: primary, group: group, now: now)
    }
    let isCalm = areSentinelsCalm(watch, store: store, group: group, primary: primary)
    if isCalm {
      stores[store].sentinels?.isAwake = false
    } else {
      wakeSentinels(store: store, now: now)
    }
    guard now >= watch.nextCheck else { return }
    stores[store].sentinels?.nextCheck = now + Self.masterCheckPeriod
    guard stores[store].configuration.picksMaster else { return }
    if stores[store].isOperatorAtWork { pickMaster(group: group, shipping: index, now: now) }
  }

  private func areSentinelsCalm(
    _ watch: SentinelWatch, store: Int, group: Int, primary: Int
  ) -> Bool {
    guard groups[group].leader == primary, groups[group].unattached.isEmpty,
      groups[group].members.allSatisfy({ members[$0].isUp && !members[$0].isStopping })
    else { return false }
    let last = max(stores[store].members.upperBound, stores[store].coordinators.upperBound)
    let everyone = BitSet(below: last - stores[store].members.lowerBound)
    return watch.range.allSatisfy { index in
      let member = sentinelHosts[index].member
      let epoch = sentinels[watch.range.lowerBound].configEpoch
      return members[member].isUp && sentinels[index].isCalm && sentinels[index].master == primary
        && sentinels[index].configEpoch == epoch && members[member].reach.isSuperset(of: everyone)
    }
  }

  /// Makes the oldest pod the master where no pod is one and the Sentinels can not elect one, as
  /// the operator does.
  ///
  /// They can not where they lack a quorum, or where all pods have just started and replicate from
  /// nobody (`checker.go`, CheckAndHeal). Where they find no replica that was linked to the master
  /// lately, upstream waits for an administrator, who is assumed to act as soon as the operator
  /// would.
  private mutating func pickMaster(group: Int, shipping: Int, now: SimTime) {
    let slots = groups[group].members
    let there = slots.indices.filter { members[slots[$0]].isUp }
    let primary = shippings[shipping].primary
    let isMastered = there.contains {
      $0 == groups[group].deposed?.slot || ($0 == primary && !isOutOfPlace(primary, of: group))
    }
    guard !isMastered, let watch = stores[groups[group].store].sentinels,
      let oldest = there.min(by: { members[slots[$0]].startedAt < members[slots[$1]].startedAt })
    else { return }
    let able = watch.range.count(where: { members[sentinelHosts[$0].member].isUp })
    let isFirst = there.allSatisfy { groups[group].unattached.contains($0) }
    let isHopeless = watch.range.contains { sentinels[$0].findsNoReplica }
    guard isFirst || isHopeless || able < sentinels[watch.range.lowerBound].votesNeeded else {
      return
    }
    follow(nobody: oldest, group: group, shipping: shipping, now: now)
    announce(oldest, group: group, shipping: shipping, now: now)
    for slot in there where slot != oldest { groups[group].unattached.remove(slot) }
    let epoch = watch.range.reduce(0) { max($0, sentinels[$1].currentEpoch) } + 1
    for index in watch.range { sentinels[index].monitor(oldest, since: epoch, now: now) }
  }
}
