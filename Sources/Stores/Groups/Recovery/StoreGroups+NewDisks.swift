import SimulationKernel

/// Members whose disk was lost and replaced, each by its system's own rule.
///
/// | System | With a new disk |
/// |---|---|
/// | PostgreSQL under its operator | another is promoted, the instance is made anew as a standby (failover.md) |
/// | PostgreSQL under Patroni | the agent gives the key up and copies from the leader (`ha.py`) |
/// | servers by themselves | a primary begins with nothing, and its replicas follow it |
/// | Kafka | fetches all its partitions from their leaders; the last of a set leads, with nothing |
/// | Elasticsearch | shards are made anew; one without another copy stays red |
/// | Redis Cluster | a node without its file is a stranger (nodes.conf) |
/// | NATS, KRaft, Keeper | catches up from the leader under its old name |
/// | etcd, Neo4j, RabbitMQ | is refused or unknown until an administrator removes it and adds it anew |
/// | MinIO, ClickHouse | heals its drive, fetches its parts |
extension StoreGroups {
  /// The situation of a member whose disk is new; nil for one that has all its data.
  func newDisk(of member: Int) -> NewDisk? {
    guard members[member].disk.isNew else { return nil }
    let store = members[member].store
    var state: NewDisk?
    var all = Array(stores[store].shards)
    if let coordination = stores[store].coordination { all.append(coordination) }
    for group in all {
      guard let slot = groups[group].slot(of: member) else { continue }
      switch groups[group].protocolState {
      case .raft where isBlank(slot, of: group):
        if !takesPart(slot, in: group) { return .outside }
        state = .copying
      case .shipping where isEmpty(slot: slot, of: group):
        if stores[store].bus != nil { return .outside }
        state = .copying
      case .erasure, .registered:
        if groups[group].holders.lacking(slot: slot) > 0 { state = .copying }
      case .raft, .shipping: break
      }
    }
    return state
  }

  /// Whether a member's readiness probe fails because it has no data yet.
  func isUnready(_ member: Int) -> Bool {
    let configuration = stores[members[member].store].configuration
    guard configuration.isReadyWithData else { return false }
    return newDisk(of: member) != nil || (configuration.clonesAtStart && isCloning(member))
  }

  private func isCloning(_ member: Int) -> Bool {
    stores[members[member].store].shards.contains { group in
      groups[group].slot(of: member).map { isWithoutData($0, of: group) } ?? false
    }
  }

  /// Whether a copy is to be made anew, or will be once its primary answers (repmgr).
  func isWithoutData(_ slot: Int, of group: Int) -> Bool {
    groups[group].rebuilding.contains(slot) || groups[group].cloning.contains(slot)
  }

  /// Notes that a member's new disk holds all its data.
  mutating func noteFilled(_ member: Int) { members[member].disk.isNew = false }

  /// Whether a copy is to be made anew, or its replicated log has not caught up since its disk was
  /// lost.
  @inline(__always) func isBlank(_ slot: Int, of group: Int) -> Bool {
    groups[group].rebuilding.contains(slot) || groups[group].lostDisks.slots.contains(slot)
  }

  /// Whether a copy is to be made anew, because its disk is new and not filled yet.
  func isEmpty(slot: Int, of group: Int) -> Bool {
    groups[group].rebuilding.contains(slot)
  }

  /// Whether a copy is the primary of its log-shipping group and can not lead all the same.
  ///
  /// It can not while it is empty, while it was started as a replica of nobody (Redis under
  /// Sentinels), or while it is refused because the session of the process before it lasts (Kafka).
  func isOutOfPlace(_ slot: Int, of group: Int) -> Bool {
    guard case .shipping(let index) = groups[group].protocolState, slot == shippings[index].primary
    else {
      return false
    }
    return groups[group].unattached.contains(slot) || isEmpty(slot: slot, of: group)
      || members[groups[group].members[slot]].isUnregistered
  }

  /// Whether a member takes part in its Raft group: it lost no disk, or may rejoin empty, or was
  /// readmitted.
  func takesPart(_ slot: Int, in group: Int) -> Bool {
    guard !isGone(group: group), case .raft(let base) = groups[group].protocolState else {
      return false
    }
    return rafts[base].parameters.rejoinsEmpty || !isBlank(slot, of: group)
      || groups[group].lostDisks.readmitted.contains(slot)
  }

  /// The primary, where it leads with an empty disk because nobody else can: the last member of the
  /// in-sync set (Kafka), a server that nobody replaces, or one that its Sentinels found back
  /// before they missed it; nil elsewhere.
  func lastResort(of group: Int, shipping: Int) -> Int? {
    let slot = shippings[shipping].primary
    let member = groups[group].members[slot]
    guard isEmpty(slot: slot, of: group), members[member].isUp, !members[member].isUnregistered
    else { return nil }
    let configuration = stores[groups[group].store].configuration
    switch configuration.agreement {
    case .shipping(_, .byHand): return slot
    case .shipping(_, .sentinel) where !configuration.startsAsReplica: return slot
    default: break
    }
    guard case .inSync(let rule) = shippings[shipping].acknowledgement, rule.leadsEmpty,
      shippings[shipping].copies[slot].isInSync
    else { return nil }
    return slot
  }

  /// A group goes on with a primary whose disk is empty: all its data are gone.
  mutating func begin(group: Int, with slot: Int, now: SimTime) {
    groups[group].rebuilding.remove(slot)
    groups[group].dataBytes = 0
    members[groups[group].members[slot]].session?.renew(now: now)
  }
}
