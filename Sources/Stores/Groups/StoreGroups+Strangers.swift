package import SimulationKernel

/// Nodes of a Redis Cluster whose disk is new: with it went the file that says who they are, so that
/// the others do not know them until somebody makes them meet (redis `cluster_legacy.c`,
/// nodes.conf).
extension StoreGroups {
  /// Whether a member runs, or would, as a node that its cluster does not know.
  func isStranger(_ member: Int) -> Bool {
    let store = members[member].store
    guard stores[store].bus != nil else { return false }
    return stores[store].shards.contains { group in
      groups[group].rebuilding != 0
        && groups[group].slot(of: member).map { isEmpty(slot: $0, of: group) } ?? false
    }
  }

  /// Whether a member of a store is a stranger that runs.
  package func hasStrangers(store: Int) -> Bool {
    stores[store].members.contains { members[$0].isUp && isStranger($0) }
  }

  /// Somebody makes a store's strangers meet the others: each replicates its shard's master, and
  /// where no node has the shard's slots any more, one of them gets the slots, empty.
  ///
  /// Returns the members that are known from now on.
  package mutating func adoptStrangers(store: Int, now: SimTime) -> [Int] {
    var adopted: [Int] = []
    for group in stores[store].shards where groups[group].rebuilding != 0 {
      for slot in groups[group].members.indices
      where isEmpty(slot: slot, of: group) && members[groups[group].members[slot]].isUp {
        guard case .shipping(let index) = groups[group].place else { continue }
        let isLost = groups[group].members.indices.allSatisfy { isEmpty(slot: $0, of: group) }
        guard isLost || groups[group].leader != nil else { continue }
        adopted.append(groups[group].members[slot])
        if isLost { promote(slot: slot, group: group, shipping: index, now: now) }
        groups[group].rebuilding &= ~(1 << UInt64(slot))
      }
    }
    return adopted
  }
}
