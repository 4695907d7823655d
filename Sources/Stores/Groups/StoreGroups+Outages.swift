import SimulationKernel

/// The times during which groups take no writes.
extension StoreGroups {
  /// Nobody takes the group's writes any longer, as far as its clients can tell.
  mutating func leaderLost(group: Int, now: SimTime) {
    groups[group].leader = nil
    var end = now
    // Without its majority a Raft leader has accepted nothing for a while.
    if case .raft = groups[group].place { end = groups[group].isolatedSince ?? now }
    beginOutage(group: group, at: end)
    failPending(group: group)
  }

  /// Opens a record unless one of an outage that lasts is open; a store that is being brought back
  /// has the record of its loss already.
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

  /// Somebody acts on the loss of a group's primary.
  mutating func noteDetection(group: Int, now: SimTime) {
    guard let record = groups[group].openRecord, failovers[record].detectedAt == nil else { return }
    failovers[record].detectedAt = now
  }

  /// Another member takes the group's writes: says what the change cost.
  mutating func settle(group: Int, new: Int, lost: UInt64, doubled: UInt64, now: SimTime) {
    settle(
      group: group, new: new, lost: lost, doubled: doubled,
      lostAt: endOfService(of: group, now: now), detectedAt: groups[group].detectedAt ?? now)
  }

  /// Until when the primary served that is replaced now: one that lost its peers was still the primary
  /// for itself; one that hands over is until it has.
  func endOfService(of group: Int, now: SimTime) -> SimTime {
    groups[group].isolatedSince.map { max(groups[group].lastAcceptedAt, $0) } ?? now
  }

  /// Says what a change of the primary cost that somebody decided on at a time.
  mutating func settle(
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

  /// Looks whether a group whose outage lasts can accept writes, whether or not anybody writes.
  mutating func watchReadiness(group: Int, now: SimTime) {
    guard let record = groups[group].openRecord, failovers[record].readyAt == nil,
      isFound(group: group, now: now), canAccept(group: group, now: now)
    else { return }
    noteReady(group: group, now: now)
  }

  /// Whether a write that arrives now is acknowledged in the end.
  private func canAccept(group: Int, now: SimTime) -> Bool {
    switch groups[group].place {
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

  /// Whether clients find the group: what was brought back from a backup only after a while.
  @inline(__always) func isFound(group: Int, now: SimTime) -> Bool {
    let isBroughtBack = groups[group].openRecord.map { failovers[$0].chain != nil } ?? false
    return !isBroughtBack || now >= groups[group].unknownUntil
  }

  /// The group can accept writes again.
  mutating func noteReady(group: Int, now: SimTime) {
    guard let record = groups[group].openRecord, failovers[record].readyAt == nil else { return }
    failovers[record].readyAt = now
    if failovers[record].newPrimary == nil {
      failovers[record].newPrimary = groups[group].leader.map { groups[group].members[$0] }
    }
  }

  /// A write was acknowledged: ends the outage for the clients.
  mutating func noteAccepted(group: Int, now: SimTime) {
    groups[group].lastAcceptedAt = now
    guard let record = groups[group].openRecord else { return }
    noteReady(group: group, now: now)
    failovers[record].firstAcceptedAt = now
    groups[group].openRecord = nil
  }

  /// A request failed: a write is counted with the outage that lasts.
  mutating func noteRefusal(of request: Handle<StoreRequest>) {
    let demand = requests[request].demand
    guard demand.isWrite, !demand.fails else { return }
    let group = Int(requests[request].group)
    if let record = groups[group].openRecord {
      failovers[record].refusedWrites += 1
    } else {
      groups[group].unheard?.refused += 1
    }
  }

  /// How old the oldest acknowledged write is that the new primary lacks: those since it was last
  /// seen complete, or since the last flush where none precedes an acknowledgement.
  private func lossWindow(group: Int, new: Int, lostAt: SimTime) -> SimDuration {
    let state = groups[group]
    let end = max(state.lastAcceptedAt, lostAt)
    if case .shipping = state.place { return end - min(end, state.completeAt[new]) }
    let store = stores[state.store]
    guard let interval = store.configuration.lazyFlush else { return .zero }
    let flushedAt = store.nextLazyFlush - interval
    return end - min(end, flushedAt)
  }
}
