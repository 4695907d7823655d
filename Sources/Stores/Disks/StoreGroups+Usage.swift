import SimulationKernel

/// What happens to a member whose disk has no room for what it must write.
package enum FullDisk: Equatable, Sendable {
  /// It stops, and stops again while there is no room: PostgreSQL's PANIC, Kafka without a log
  /// directory.
  case stops
  /// It refuses what arrives at it: Redis, NATS, Neo4j, MinIO's drives, ClickHouse.
  case refusesWrites
  /// Its whole group refuses to grow: etcd's NOSPACE alarm.
  case alarmsGroup
}

/// Bytes on the members' disks.
extension StoreGroups {
  /// Bytes are written on a member's disk for good.
  mutating func occupy(bytes: Int64, member: Int, now: SimTime) {
    members[member].disk.used += bytes
    members[member].walBytes += bytes
    members[member].retained.add(bytes: bytes, now: now)
    guard members[member].disk.isFull else { return }
    members[member].disk.used -= members[member].disk.overrun
    stopIfFull(member)
  }

  /// Bytes on a member's disk are deleted.
  mutating func release(bytes: Int64, member: Int) {
    members[member].disk.used = max(0, members[member].disk.used - bytes)
  }

  /// A member that can not go on without room on its disk stops.
  mutating func stopIfFull(_ member: Int) {
    let policy = stores[members[member].store].configuration.whenFull
    guard policy == .stops, members[member].disk.isFull, members[member].isUp else { return }
    actions.append(.crash(member: member))
  }

  /// Whether a full disk keeps a write from a member.
  func isOutOfSpace(_ member: Int) -> Bool {
    let store = members[member].store
    switch stores[store].configuration.whenFull {
    case .stops: return false
    case .refusesWrites:
      // An alarm holds publishers back before that, and refuses nobody.
      return members[member].disk.isFull && stores[store].configuration.alarms == nil
    case .alarmsGroup:
      return stores[store].members.contains { members[$0].isUp && members[$0].disk.isFull }
    }
  }

  /// Deletes what its retention has passed.
  mutating func expire(store: Int, now: SimTime) {
    guard let rule = stores[store].configuration.retention, now >= stores[store].nextExpiry else {
      return
    }
    stores[store].nextExpiry = now + rule.checkInterval
    for member in stores[store].members where members[member].isUp {
      let gone = members[member].retained.expire(rule, now: now)
      release(bytes: gone, member: member)
    }
  }
}
