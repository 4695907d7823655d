package import Manifests
package import SimulationKernel

/// Queues' processes that end: the other members' monitors tell them at once (rabbitmq/ra).
extension QueueCrash: StoreFault {
  /// The pods that it hits.
  package var pods: PodTarget { target }

  /// Ends the members' replicas of queues.
  package func inject(into groups: inout StoreGroups, members: [Int], now: SimTime) {
    for member in members { groups.crashQueues(of: member, now: now) }
  }

  /// Their supervisors have started them again.
  package func repair(_ groups: inout StoreGroups, members: [Int], now: SimTime) {}
}

extension StoreGroups {
  /// Ends and starts a member's replicas of groups whose engine watches their processes.
  package mutating func crashQueues(of member: Int, now: SimTime) {
    guard members[member].isUp else { return }
    awaitChange(store: members[member].store)
    forEachGroup(of: member) { groups, group, slot in
      guard case .raft(let base) = groups.groups[group].protocolState,
        !groups.rafts[base].parameters.electsOnSilence
      else { return }
      if groups.groups[group].leader == slot { groups.leaderLost(group: group, now: now) }
      groups.stepRaft(base + slot, now: now) { $0.start(now: now, into: &$1) }
      groups.alarmPeers(of: slot, group: group, base: base, loss: .processDown, now: now)
    }
  }
}
