package import SimulationKernel

/// Strangers: nodes of a Redis Cluster whose disk is new.
///
/// With the old disk they lost nodes.conf, the file with their identity, so the other nodes do not
/// know them until an operator lets them meet (CLUSTER MEET; redis `cluster_legacy.c`).
extension StoreGroups {
  /// Whether a member is, or would be once it runs, a node that its cluster does not know.
  func isStranger(_ member: Int) -> Bool {
    let store = members[member].store
    guard stores[store].bus != nil else { return false }
    return stores[store].shards.contains { group in
      !groups[group].rebuilding.isEmpty
        && groups[group].slot(of: member).map { isEmpty(slot: $0, of: group) } ?? false
    }
  }

  /// Whether any member of a store is a stranger that runs.
  package func hasStrangers(store: Int) -> Bool {
    stores[store].members.contains { members[$0].isUp && isStranger($0) }
  }

  /// Lets a store's strangers meet the other nodes, and returns those that are known from now on.
  ///
  /// Each then replicates its shard's master. Where no node has the shard's hash slots any more,
  /// one of them gets the slots, without data.
  package mutating func adoptStrangers(store: Int, now: SimTime) -> [Int] {
    var adopted: [Int] = []
    for group in stores[store].shards where !groups[group].rebuilding.isEmpty {
      for slot in groups[group].members.indices
      where isEmpty(slot: slot, of: group) && members[groups[group].members[slot]].isUp {
        guard case .shipping(let index) = groups[group].protocolState else { continue }
        let isLost = groups[group].members.indices.allSatisfy { isEmpty(slot: $0, of: group) }
        guard isLost || groups[group].leader != nil else { continue }
        adopted.append(groups[group].members[slot])
        if isLost { promote(slot: slot, group: group, shipping: index, now: now) }
        groups[group].rebuilding.remove(slot)
      }
    }
    return adopted
  }
}
