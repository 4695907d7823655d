import SimulationKernel

/// When a store is checked (`watch`): at every beat while something is wrong or under way, else
/// once a second.
///
/// In a store that is whole, a check changes nothing but the times at which sessions, leases and
/// copies were last seen to be well. Before the state of a member changes, `awaitChange` makes the
/// check of the last beat, if it was left out, so that those times are right.
extension StoreGroups {
  /// A store's regular beat: checks the store if that is due.
  mutating func beat(store: Int, now: SimTime) {
    actions.append(.schedule(.watch, at: now + Self.watchInterval, argument: UInt32(store)))
    let state = stores[store].beats
    stores[store].beats.last = now
    guard
      state.isDue(at: now) || isWriteBackDue(store: store, now: now)
        || !isStillWell(store: store)
    else { return }
    stores[store].beats.looked = now
    watch(store: store, now: now)
    stores[store].beats.isQuiet = isQuiet(store: store)
  }

  /// Must be called before the state of a store changes: makes the check of the last beat if it was
  /// left out, and lets the store be checked at every beat until it is whole again.
  package mutating func awaitChange(store: Int) {
    let state = stores[store].beats
    stores[store].beats.isQuiet = false
    guard state.isQuiet, state.looked < state.last else { return }
    stores[store].beats.looked = state.last
    watch(store: store, now: state.last)
  }

  /// Sets with which members a member can exchange packets, by ordinal.
  package mutating func setReach(of member: Int, _ reach: BitSet) {
    guard members[member].reach != reach else { return }
    awaitChange(store: members[member].store)
    members[member].reach = reach
  }

  /// Sets whether the Kubernetes API calls a member's pod ready, and whether the pod and its
  /// machine reach the API.
  package mutating func setSight(
    of member: Int, isReady: Bool, seesAPI: Bool = true, isNodeHeard: Bool = true
  ) {
    if isReady, members[member].isUp { members[member].isOutOfRoom = false }
    guard
      members[member].isReady != isReady || members[member].seesAPI != seesAPI
        || members[member].isNodeHeard != isNodeHeard
    else { return }
    awaitChange(store: members[member].store)
    members[member].isReady = isReady
    members[member].seesAPI = seesAPI
    members[member].isNodeHeard = isNodeHeard
  }

  /// Whether all members of a store are well and all its groups are served.
  private func isStillWell(store: Int) -> Bool {
    for member in stores[store].members where !isWell(member: member) { return false }
    for member in stores[store].coordinators where !isWell(member: member) { return false }
    for group in stores[store].shards where !isServed(group: group) { return false }
    return stores[store].coordination.map { isServed(group: $0) } ?? true
  }

  @inline(__always)
  private func isWell(member: Int) -> Bool {
    members[member].isUp && !members[member].isStopping && members[member].isReady
      && members[member].isolatedSince == nil && !members[member].disk.isStalled
      && members[member].disk.slowdown == 1 && members[member].disk.streams == 0
      && !members[member].isUnregistered
  }

  /// Whether a group has a leader, if its protocol has leaders, and no request waits for one.
  @inline(__always)
  private func isServed(group: Int) -> Bool {
    guard groups[group].parked.isEmpty, groups[group].openRecord == nil else { return false }
    switch groups[group].protocolState {
    case .raft, .shipping: return groups[group].leader != nil
    case .erasure, .registered: return true
    }
  }

  /// Whether checks of a store change nothing until the state of a member does.
  private func isQuiet(store: Int) -> Bool {
    guard isWatchedBySessions(store), isStillWell(store: store), stores[store].recoveries.isEmpty,
      stores[store].snapshots.isEmpty, stores[store].drill == nil, stores[store].loss == nil,
      stores[store].streams.isEmpty,
      !(stores[store].backup?.isUnderWay ?? false), !stores[store].isBlocked,
      allHearRegistrar(store: store)
    else { return false }
    for group in stores[store].shards where !isWhole(group: group) { return false }
    return stores[store].coordination.map { isWhole(group: $0) } ?? true
  }

  /// Whether a store's failure detectors need not act at every beat, unlike the cron of Redis
  /// Cluster, Patroni's loops and ClickHouse's merges of parts.
  private func isWatchedBySessions(_ store: Int) -> Bool {
    guard stores[store].configuration.partsPressure == nil else { return false }
    guard case .shipping(_, let rule) = stores[store].configuration.agreement else { return true }
    switch rule {
    case .gossip, .leaderKey: return false
    case .session, .podReadiness, .sentinel, .byHand: return true
    }
  }

  /// Whether all copies of a group are complete and receive what is written.
  private func isWhole(group: Int) -> Bool {
    guard groups[group].openQuorum == nil, groups[group].isolatedSince == nil,
      groups[group].decisionAt == nil, groups[group].deposed == nil,
      groups[group].rebuilding.isEmpty, groups[group].cloning.isEmpty,
      groups[group].lostDisks.slots.isEmpty, groups[group].unattached.isEmpty,
      !groups[group].promotion.isUnannounced
    else { return false }
    guard case .shipping(let index) = groups[group].protocolState else {
      return groups[group].members.indices.allSatisfy {
        groups[group].holders.lacking(slot: $0) == 0
      }
    }
    for slot in shippings[index].copies.indices where slot != shippings[index].primary {
      guard shippings[index].copies[slot].isConnected else { return false }
      if case .inSync = shippings[index].acknowledgement, !shippings[index].copies[slot].isInSync {
        return false
      }
    }
    return true
  }
}

/// When a store's last beat and its last check were.
struct StoreBeats {
  /// When the last beat was.
  var last = SimTime.zero
  /// When the store was last checked.
  var looked = SimTime.zero
  /// Whether the last check found the store whole.
  var isQuiet = false

  /// Whether a check is due at a beat; in a quiet store it is at the first beat of each second.
  @inline(__always)
  func isDue(at now: SimTime) -> Bool {
    !isQuiet || now.nanoseconds / 1_000_000_000 != looked.nanoseconds / 1_000_000_000
  }
}
