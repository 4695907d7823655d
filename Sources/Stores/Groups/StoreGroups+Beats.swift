import SimulationKernel

/// When a store looks after its members: at every beat while something is amiss or under way, else
/// once a second.
///
/// What a look finds in a store that is whole is the same as at the look before, but for the times
/// at which sessions, leases and copies were last seen well. Before anything happens to a member,
/// the looks that were left out are made up for, so that those times are the ones of the last beat.
extension StoreGroups {
  /// A store's regular beat.
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

  /// Something is about to happen to a store: it looks as it would have at the last beat, and at
  /// every beat from now on until it is whole again.
  package mutating func awaitChange(store: Int) {
    let state = stores[store].beats
    stores[store].beats.isQuiet = false
    guard state.isQuiet, state.looked < state.last else { return }
    stores[store].beats.looked = state.last
    watch(store: store, now: state.last)
  }

  /// Says which members a member can exchange packets with from now on, by ordinal.
  package mutating func setReach(of member: Int, _ reach: UInt64) {
    guard members[member].reach != reach else { return }
    awaitChange(store: members[member].store)
    members[member].reach = reach
  }

  /// Says what the Kubernetes API says of a member's pod from now on, and whether the pod and its
  /// machine reach it.
  package mutating func setSight(
    of member: Int, isReady: Bool, seesAPI: Bool = true, isNodeHeard: Bool = true
  ) {
    let state = members[member]
    guard
      state.isReady != isReady || state.seesAPI != seesAPI || state.isNodeHeard != isNodeHeard
    else { return }
    awaitChange(store: members[member].store)
    members[member].isReady = isReady
    members[member].seesAPI = seesAPI
    members[member].isNodeHeard = isNodeHeard
  }

  /// Whether nothing happened to a store since it was found whole.
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

  /// Whether a group has a leader, where it has one at all, and nobody waits for anything.
  @inline(__always)
  private func isServed(group: Int) -> Bool {
    guard groups[group].parked.isEmpty, groups[group].openRecord == nil else { return false }
    switch groups[group].place {
    case .raft, .shipping: return groups[group].leader != nil
    case .erasure, .registered: return true
    }
  }

  /// Whether a look at a store changes nothing until something happens to it.
  private func isQuiet(store: Int) -> Bool {
    guard isWatchedBySessions(store), isStillWell(store: store), stores[store].recoveries.isEmpty,
      stores[store].snapshots.isEmpty, stores[store].drill == nil, stores[store].loss == nil,
      stores[store].streams.isEmpty,
      !(stores[store].backup?.isUnderWay ?? false), !stores[store].isBlocked
    else { return false }
    for group in stores[store].shards where !isWhole(group: group) { return false }
    return stores[store].coordination.map { isWhole(group: $0) } ?? true
  }

  /// Whether what watches a store's members need not act at every beat: the cron of Redis' nodes,
  /// Patroni's loops and the merges of parts do.
  private func isWatchedBySessions(_ store: Int) -> Bool {
    guard stores[store].configuration.partsPressure == nil else { return false }
    guard case .shipping(_, let rule) = stores[store].configuration.agreement else { return true }
    switch rule {
    case .gossip, .leaderKey: return false
    case .session, .podReadiness, .sentinel, .byHand: return true
    }
  }

  /// Whether all copies of a group are there and receive what is written.
  private func isWhole(group: Int) -> Bool {
    guard groups[group].openQuorum == nil, groups[group].isolatedSince == nil,
      groups[group].decisionAt == nil, groups[group].deposed == nil,
      groups[group].rebuilding == 0, groups[group].destroyed == 0,
      groups[group].unattached == 0, !groups[group].isUnannounced
    else { return false }
    guard case .shipping(let index) = groups[group].place else {
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

/// The beats of a store.
struct StoreBeats {
  /// When the last beat was, and the last at which the store looked after its members.
  var last = SimTime.zero
  var looked = SimTime.zero
  /// Whether the last look found all well.
  var isQuiet = false

  /// Whether a look is due at a beat: in a quiet store the first of each second.
  @inline(__always)
  func isDue(at now: SimTime) -> Bool {
    !isQuiet || now.nanoseconds / 1_000_000_000 != looked.nanoseconds / 1_000_000_000
  }
}
