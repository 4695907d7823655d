import SimulationKernel

/// What a member's software must find before it starts, and what ends it later: the Kubernetes API
/// and room on its disk; and how long it takes until it listens.
extension StoreGroups {
  /// Whether a member's software that starts reaches the Kubernetes API, where it needs it.
  ///
  /// CloudNativePG's instance manager reads its Cluster before it starts PostgreSQL: it tries a few
  /// times, and then ends, so that the kubelet starts it again (`WaitKubernetesAPIServer`).
  mutating func findsAPI(_ member: Int, now: SimTime) -> Bool {
    let pauses = stores[members[member].store].configuration.startPauses
    guard !pauses.isEmpty, !members[member].seesAPI else { return true }
    let tries = members[member].pendingStart?.tries ?? 0
    if tries < pauses.count {
      tryLater(member, after: pauses[tries], now: now)
    } else {
      members[member].pendingStart = nil
      actions.append(.crash(member: member))
    }
    return false
  }

  /// Whether a member's software that starts finds the room on its disk without which it ends.
  ///
  /// An agent that can not start its database for want of room tries it in each of its loops.
  mutating func findsRoom(_ member: Int, now: SimTime) -> Bool {
    guard members[member].hasNoRoom else { return true }
    switch stores[members[member].store].configuration.whenFull {
    case .refusesWrites: return true
    case .stops:
      members[member].isOutOfRoom = members[member].hasNoLogRoom
      actions.append(.crash(member: member))
    case .stopsUnderAgent: failToStart(member, now: now)
    }
    return false
  }

  /// A member that can not go on without room on its disk stops.
  mutating func stopIfFull(_ member: Int, now: SimTime) {
    guard members[member].hasNoRoom, members[member].isUp else { return }
    switch stores[members[member].store].configuration.whenFull {
    case .refusesWrites: break
    case .stops:
      members[member].isOutOfRoom = members[member].hasNoLogRoom
      actions.append(.crash(member: member))
    case .stopsUnderAgent:
      actions.append(.schedule(.databaseEnds, at: now, argument: UInt32(member)))
    }
  }

  /// Whether a member's software that starts listens at once; otherwise it does later.
  mutating func listens(_ member: Int, now: SimTime) -> Bool {
    guard let range = startup(of: member) else { return true }
    let store = members[member].store
    let length = stores[store].startRandom.duration(from: range.lowerBound, to: range.upperBound)
    awaitStart(of: member, PendingStart(.loading, due: now + length))
    return false
  }

  /// How long a member's software takes until it listens; nil where it listens at once, or where
  /// its group has a law of its own for that (the database of Patroni's primary).
  private func startup(of member: Int) -> ClosedRange<SimDuration>? {
    let state = stores[members[member].store]
    guard state.members.contains(member) else {
      return state.configuration.coordinatorStartup ?? state.configuration.startup
    }
    guard case .shipping(_, .leaderKey) = state.configuration.agreement else {
      return state.configuration.startup
    }
    let leads = state.shards.contains { group in
      guard case .shipping(let index) = groups[group].protocolState,
        groups[group].lastLeader != nil
      else { return false }
      return groups[group].members[shippings[index].primary] == member
    }
    return leads ? nil : state.configuration.startup
  }

  /// The member that takes in what arrives at one; nil where nobody listens for it.
  ///
  /// A client that goes by the cluster's map sends nothing to a member because the Service picked
  /// it: the next one that listens takes its place here.
  package func entry(at member: Int, byMap: Bool) -> Int? {
    guard !members[member].isUp else { return member }
    let range = stores[members[member].store].members
    guard byMap, range.contains(member) else { return nil }
    let others = [member..<range.upperBound, range.lowerBound..<member].joined()
    return others.first { members[$0].isUp }
  }

  /// A member's start is done, or is tried again, unless it ended meanwhile or waits for a thaw.
  mutating func startIsDue(of member: Int, now: SimTime) {
    guard let start = members[member].pendingStart, start.due == now else { return }
    switch start.phase {
    case .retrying: memberStarted(member, now: now)
    case .loading:
      memberChanges(member, now: now)
      serve(member, wasRunning: false, now: now)
      stopIfFull(member, now: now)
    }
  }

  /// A container ends before the start of its software was done.
  mutating func endStart(of member: Int, isSilent: Bool, now: SimTime) {
    memberChanges(member, now: now)
    members[member].pendingStart = nil
    forEachGroup(of: member) { groups, group, slot in
      guard case .shipping(let index) = groups.groups[group].protocolState,
        groups.shippings[index].primary == slot
      else { return }
      groups.groups[group].patroni?.failsToStartAt = nil
    }
    dropBacklog(of: member, isSilent: isSilent)
    setFrozen(member, false)
    members[member].isSilent = isSilent
  }

  /// Lets a container try again to start its software after a while.
  mutating func tryLater(_ member: Int, after pause: SimDuration, now: SimTime) {
    let tries = (members[member].pendingStart?.tries ?? 0) + 1
    awaitStart(of: member, PendingStart(.retrying(tries: tries), due: now + pause))
  }

  /// Notes a member's start that is not done, and goes on with it when it is due.
  private mutating func awaitStart(of member: Int, _ start: PendingStart) {
    members[member].pendingStart = start
    actions.append(.schedule(.startGoesOn, at: start.due, argument: UInt32(member)))
  }

  /// A frozen process does not go on with its start.
  mutating func holdStart(of member: Int, now: SimTime) {
    members[member].pendingStart?.hold(now: now)
  }

  /// A process that is thawed goes on with its start.
  mutating func resumeStart(of member: Int, now: SimTime) {
    guard var start = members[member].pendingStart else { return }
    start.release(now: now)
    awaitStart(of: member, start)
  }
}
