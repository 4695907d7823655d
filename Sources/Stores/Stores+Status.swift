import Cluster
package import SimulationKernel

/// The status of stores, read off their groups.
extension Stores {
  /// The status of a store, by its number.
  package func status(of store: Int, now: SimTime) -> StoreStatus {
    let state = groups.stores[store]
    var status = StoreStatus(
      members: state.members.map {
        StoreStatus.Member(pod: pods[$0], isUp: groups.members[$0].isUp)
      })
    status.shards = state.shards.count
    for index in state.shards { add(groups.groups[index], to: &status, state, now) }
    return status
  }

  /// How many reads a store has answered from a copy that lacked an acknowledged write.
  package func staleReads(of store: Int) -> UInt64 { groups.stores[store].staleReads }

  private func add(
    _ group: ReplicaGroup, to status: inout StoreStatus, _ state: StoreState, _ now: SimTime
  ) {
    var isWhole = group.members.allSatisfy { groups.members[$0].isUp }
    switch group.protocolState {
    case .raft:
      note(group, leader: group.leader, copies: group.members.count - 1, &status, state)
    case .shipping(let index):
      let log = groups.shippings[index]
      let connected = group.members.indices.count {
        $0 != log.primary && log.copies[$0].isConnected
      }
      isWhole = isWhole && connected == group.members.count - 1
      note(group, leader: group.leader, copies: connected, &status, state)
      for slot in group.members.indices
      where slot != log.primary && log.copies[slot].received < log.acknowledged {
        let ordinal = group.members[slot] - state.members.lowerBound
        // All copies of a quiet store are looked at once a second, and complete in between.
        let quietSince = state.beats.isQuiet ? state.beats.last : .zero
        let seenAt = max(group.links[slot].completeAt, quietSince)
        status.members[ordinal].lag = max(status.members[ordinal].lag, now - seenAt)
      }
    case .erasure, .registered: break
    }
    if !isWhole { status.underReplicated += 1 }
  }

  private func note(
    _ group: ReplicaGroup, leader: Int?, copies: Int, _ status: inout StoreStatus,
    _ state: StoreState
  ) {
    guard let leader, groups.members[group.members[leader]].isUp else {
      status.leaderless += 1
      return
    }
    let ordinal = group.members[leader] - state.members.lowerBound
    status.members[ordinal].ledShards += 1
    status.members[ordinal].connectedCopies += copies
  }
}
