import SimulationKernel

/// The records of failovers: the times during which groups accept no writes, and what they cost.
extension StoreGroups {
  /// A group has no leader any more, as far as its clients can tell: an outage begins.
  mutating func leaderLost(group: Int, now: SimTime) {
    groups[group].leader = nil
    var end = now
    // Without its majority a Raft leader has accepted nothing for a while.
    if case .raft = groups[group].protocolState { end = groups[group].isolatedSince ?? now }
    beginOutage(group: group, at: end)
    failPending(group: group)
  }

  /// Opens a failover record, unless the record of an outage that still lasts is open.
  ///
  /// A store that is being restored from a backup has the record of its loss already.
  mutating func beginOutage(group: Int, at time: SimTime) {
    guard let old = groups[group].lastLeader, !isRestoring(groups[group].store) else { return }
    if let record = groups[group].openRecord, failovers[record].readyAt == nil { return }
    groups[group].openRecord = failovers.count
    groups[group].lastRecord = failovers.count
    failovers.append(
      FailoverRecord(
        store: groups[group].store, shard: groups[group].shard, lostAt: time,
        lastAcceptedAt: groups[group].lastAcceptedAt, oldPrimary: groups[group].members[old]))
  }

  /// Notes that the loss of a group's primary was detected.
  mutating func noteDetection(group: Int, now: SimTime) {
    guard let record = groups[group].openRecord, failovers[record].detectedAt == nil else { return }
    // What was suspected before there was anything to lose is no detection of this loss.
    failovers[record].detectedAt = max(now, failovers[record].lostAt)
  }

  /// Records what a change of the primary, which is made now, cost.
  ///
  /// - Parameters:
  ///   - new: the slot of the new primary.
  ///   - lost: acknowledged writes that it lacks.
  ///   - doubled: writes that it has although they failed for their clients.
  mutating func recordPromotion(group: Int, new: Int, lost: UInt64, doubled: UInt64, now: SimTime) {
    recordPromotion(
      group: group, new: new, lost: lost, doubled: doubled,
      lostAt: endOfService(of: group, now: now), detectedAt: groups[group].detectedAt ?? now)
  }

  /// Until when the primary that is replaced now served: one that lost its peers until then or
  /// until its last acknowledged write, whichever is later; one that hands over until now.
  func endOfService(of group: Int, now: SimTime) -> SimTime {
    groups[group].isolatedSince.map { max(groups[group].lastAcceptedAt, $0) } ?? now
  }

  /// Records what a change of the primary cost whose loss began and was detected at given times.
  mutating func recordPromotion(
    group: Int, new: Int, lost: UInt64, doubled: UInt64, lostAt: SimTime, detectedAt: SimTime
  ) {
    guard !isRestoring(groups[group].store) else { return }
    beginOutage(group: group, at: lostAt)
    noteDetection(group: group, now: detectedAt)
    groups[group].detectedAt = nil
    guard let record = groups[group].openRecord else { return }
    failovers[record].newPrimary = groups[group].members[new]
    if lost > 0 {
      failovers[record].lostWrites += lost
      losses.append((group, lost))
      let window = lossWindow(group: group, new: new, lostAt: failovers[record].lostAt)
      failovers[record].dataLossWindow = max(failovers[record].dataLossWindow, window)
    }
    let deduplicates = stores[groups[group].store].configuration.deduplicates
    failovers[record].duplicatedWrites += deduplicates ? 0 : doubled
  }

  /// Notes when a group whose outage lasts can accept writes again, whether or not a client writes.
  mutating func watchReadiness(group: Int, now: SimTime) {
    guard let record = groups[group].openRecord, failovers[record].readyAt == nil,
      isFound(group: group, now: now), canAccept(group: group, now: now)
    else { return }
    noteReady(group: group, now: now)
  }

  /// Whether a write that arrived now would be acknowledged in the end.
  private func canAccept(group: Int, now: SimTime) -> Bool {
    switch groups[group].protocolState {
    case .erasure, .registered: return lack(of: group, now: now) == nil
    case .raft(let base):
      guard let leader = groups[group].leader, members[groups[group].members[leader]].isUp,
        lack(of: group, now: now) == nil
      else { return false }
      return rafts[base + leader].isEstablished && rafts[base + leader].hasLease(now: now)
    case .shipping(let index):
      guard let slot = groups[group].leader else { return false }
      let member = groups[group].members[slot]
      return members[member].isUp && shippings[index].acceptsWrites
        && shippings[index].canAcknowledge && mayTakeWrites(member, now: now)
    }
  }

  /// Whether clients know where the group is; after a restore from a backup they learn it only
  /// after a while.
  @inline(__always) func isFound(group: Int, now: SimTime) -> Bool {
    let isBroughtBack = groups[group].openRecord.map { failovers[$0].chain != nil } ?? false
    return !isBroughtBack || now >= groups[group].unknownUntil
  }

  /// Notes that a group can accept writes again.
  mutating func noteReady(group: Int, now: SimTime) {
    guard let record = groups[group].openRecord, failovers[record].readyAt == nil else { return }
    failovers[record].readyAt = now
    if failovers[record].newPrimary == nil {
      failovers[record].newPrimary = groups[group].leader.map { groups[group].members[$0] }
    }
  }

  /// Notes that a write was acknowledged, which ends the outage for the clients.
  mutating func noteAccepted(group: Int, now: SimTime) {
    groups[group].lastAcceptedAt = now
    guard let record = groups[group].openRecord else { return }
    noteReady(group: group, now: now)
    failovers[record].firstAcceptedAt = now
    groups[group].openRecord = nil
  }

  /// Notes that a request failed: a write counts as refused by the outage that lasts, or by the
  /// last one where it was lost in that.
  mutating func noteRefusal(of request: Handle<StoreRequest>) {
    let demand = requests[request].demand
    guard demand.isWrite, !demand.fails else { return }
    let group = Int(requests[request].group)
    let ended = requests[request].isLost ? groups[group].lastRecord : nil
    if let record = groups[group].openRecord ?? ended {
      failovers[record].refusedWrites += 1
    } else {
      groups[group].promotion.unheard?.refused += 1
    }
  }

  /// The age of the oldest acknowledged write that the new primary lacks.
  ///
  /// It lacks those since it was last seen with all of them, or, where a write is acknowledged
  /// before it is flushed, those since the last flush.
  private func lossWindow(group: Int, new: Int, lostAt: SimTime) -> SimDuration {
    let state = groups[group]
    let end = max(state.lastAcceptedAt, lostAt)
    if case .shipping = state.protocolState { return end - min(end, state.links[new].completeAt) }
    let store = stores[state.store]
    guard let interval = store.configuration.lazyFlush else { return .zero }
    let flushedAt = store.nextLazyFlush - interval
    return end - min(end, flushedAt)
  }
}
