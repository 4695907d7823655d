import SimulationKernel

/// What a running member is whose disk is new.
package enum NewDisk: Sendable {
  /// It gets its data from the members that have them.
  case copying
  /// The others do not know it, or refuse it, until somebody makes it a member anew.
  case outside
}

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
  /// What a member is whose disk is new; nil for one that has all it should have.
  func newDisk(of member: Int) -> NewDisk? {
    guard members[member].disk.isNew else { return nil }
    let store = members[member].store
    var state: NewDisk?
    var places = Array(stores[store].shards)
    if let coordination = stores[store].coordination { places.append(coordination) }
    for group in places {
      guard let slot = groups[group].slot(of: member) else { continue }
      switch groups[group].place {
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
    stores[members[member].store].configuration.isReadyWithData && newDisk(of: member) != nil
  }

  /// A member's new disk holds what it should.
  mutating func noteFilled(_ member: Int) { members[member].disk.isNew = false }

  /// Whether a copy is to be made anew, or its replicated log has not caught up since its disk was
  /// lost.
  @inline(__always) func isBlank(_ slot: Int, of group: Int) -> Bool {
    (groups[group].rebuilding | groups[group].destroyed) & 1 << UInt64(slot) != 0
  }

  /// Whether a copy's disk is new and nobody has filled it.
  func isEmpty(slot: Int, of group: Int) -> Bool {
    groups[group].rebuilding & 1 << UInt64(slot) != 0
  }

  /// Whether a copy is the primary of its group and can not lead: it is empty, has started as a
  /// copy of nobody, or is refused as long as the session of the process before it lasts.
  func isOutOfPlace(_ slot: Int, of group: Int) -> Bool {
    guard case .shipping(let index) = groups[group].place, slot == shippings[index].primary else {
      return false
    }
    return groups[group].unattached & 1 << UInt64(slot) != 0 || isEmpty(slot: slot, of: group)
      || members[groups[group].members[slot]].isUnregistered
  }

  /// Whether a member of a replicated log of which disks were lost goes on with it.
  func takesPart(_ slot: Int, in group: Int) -> Bool {
    guard !isGone(group: group), case .raft(let base) = groups[group].place else { return false }
    return rafts[base].parameters.rejoinsEmpty || !isBlank(slot, of: group)
      || groups[group].readmitted & 1 << UInt64(slot) != 0
  }

  /// A primary that can not lead and does all the same because nobody else can: the last member of an
  /// in-sync set with an empty disk, or a server that nobody else takes the place of.
  func lastResort(of group: Int, shipping: Int) -> Int? {
    let slot = shippings[shipping].primary
    let member = groups[group].members[slot]
    guard isEmpty(slot: slot, of: group), members[member].isUp, !members[member].isUnregistered
    else { return nil }
    if case .shipping(_, .byHand) = stores[groups[group].store].configuration.agreement {
      return slot
    }
    guard case .inSync(let rule) = shippings[shipping].acknowledgement, rule.leadsEmpty,
      shippings[shipping].copies[slot].isInSync
    else { return nil }
    return slot
  }

  /// A group goes on with a primary that has nothing.
  mutating func begin(group: Int, with slot: Int, now: SimTime) {
    groups[group].rebuilding &= ~(1 << UInt64(slot))
    groups[group].dataBytes = 0
    members[groups[group].members[slot]].session?.renew(now: now)
  }
}
