import SimulationKernel

/// What a member's software must find before it starts, and what ends it later: the Kubernetes API
/// and room on its disk.
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

  /// A container tries again to start its software, unless that ended or started meanwhile.
  mutating func startAgain(_ member: Int, now: SimTime) {
    guard members[member].pendingStart?.due == now else { return }
    memberStarted(member, now: now)
  }

  /// Lets a container try again to start its software after a while.
  mutating func tryLater(_ member: Int, after pause: SimDuration, now: SimTime) {
    let tries = (members[member].pendingStart?.tries ?? 0) + 1
    members[member].pendingStart = PendingStart(due: now + pause, tries: tries)
    actions.append(.schedule(.startedAgain, at: now + pause, argument: UInt32(member)))
  }
}
