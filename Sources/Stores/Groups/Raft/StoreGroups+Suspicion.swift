import SimulationKernel

/// Raft leaders that a failure detector of the engine finds to be gone (RabbitMQ's monitors and
/// aten); members of other engines miss the heartbeats.
extension StoreGroups {
  /// Lets the peers of a leader suspect it after the delay of their detector.
  mutating func alarmPeers(
    of slot: Int, group: Int, base: Int, loss: LeaderLoss, now: SimTime
  ) {
    guard !rafts[base].parameters.electsOnSilence, groups[group].lastLeader == slot else {
      return
    }
    for peer in groups[group].members.indices where peer != slot {
      suspectLeader(by: peer, group: group, base: base, loss: loss, now: now)
    }
  }

  /// Lets members suspect the leader that they know and do not hear.
  mutating func watchSilentLeader(of group: Int, base: Int, now: SimTime) {
    guard !rafts[base].parameters.electsOnSilence else { return }
    let slots = groups[group].members
    for peer in slots.indices where members[slots[peer]].isUp {
      guard let known = rafts[base + peer].leader.map({ Int($0) }), known != peer else { continue }
      let leader = members[slots[known]]
      guard !leader.isUp || !canReach(slots[peer], slots[known]) else { continue }
      let isClosed = !leader.isUp && !leader.isSilent
      suspectLeader(
        by: peer, group: group, base: base, loss: isClosed ? .connectionClosed : .silence, now: now)
    }
  }

  /// Lets a member suspect the leader that it knows.
  ///
  /// A process whose end its monitor told is another when it comes back. One that was only silent is
  /// the leader again with the next that it says: any message of a leader ends the wait for an
  /// election (`ra_server_proc.erl`, record_leader_msg).
  private mutating func suspectLeader(
    by peer: Int, group: Int, base: Int, loss: LeaderLoss, now: SimTime
  ) {
    let store = groups[group].store
    let delay = loss.detectionDelay(
      stores[store].configuration.raTimers, using: &stores[store].random)
    stepRaft(base + peer, now: now) {
      $0.suspectLeader(startingAfter: delay, untilHeard: loss == .silence, now: now, into: &$1)
    }
  }
}
