import SimulationKernel

/// Bytes on the members' disks.
extension StoreGroups {
  /// Bytes are written on a member's disk for good.
  mutating func occupy(bytes: Int64, member: Int, now: SimTime) {
    let store = members[member].store
    if stores[store].configuration.logRecycling == nil {
      members[member].disk.used += bytes
    } else {
      log(bytes: bytes, member: member)
    }
    members[member].walBytes += bytes
    members[member].retained.add(bytes: bytes, now: now)
    checkSpace(of: member, now: now)
    guard members[member].hasNoRoom else { return }
    members[member].disk.used -= members[member].disk.overrun
    stopIfFull(member, now: now)
  }

  /// Bytes go to a log whose own bytes are removed later; what they say stays.
  private mutating func log(bytes: Int64, member: Int) {
    members[member].log.wrote(bytes)
    let share = storedShare(of: members[member].store)
    members[member].disk.used += Int64(Double(bytes) * share)
    if members[member].logCapacity == nil { members[member].disk.used += bytes }
  }

  /// Bytes on a member's disk are deleted.
  mutating func release(bytes: Int64, member: Int) {
    members[member].disk.used = max(0, members[member].disk.used - bytes)
  }

  /// A member's disk holds more from now on.
  mutating func grow(_ member: Int, to bytes: Int64) {
    members[member].disk.capacity = max(members[member].disk.capacity, bytes)
  }

  /// Whether a full disk keeps a write from a member.
  func isOutOfSpace(_ member: Int) -> Bool {
    let store = members[member].store
    switch stores[store].configuration.whenFull {
    case .stops, .stopsUnderAgent: return false
    case .refusesWrites:
      // An alarm holds publishers back before that, and refuses nobody.
      return members[member].disk.isFull && stores[store].configuration.alarms == nil
    }
  }

  /// Whether a full disk keeps a write from a group: of MinIO's sets one full drive is enough
  /// (hasSpaceFor); elsewhere that of the member it arrived at counts.
  func isOutOfSpace(group: Int, at member: Int) -> Bool {
    guard case .erasure = stores[groups[group].store].configuration.agreement else {
      return isOutOfSpace(member)
    }
    return groups[group].members.contains { members[$0].isUp && isOutOfSpace($0) }
  }

  /// Entries of a replicated log that nobody flushes before its answer are on the disks' file
  /// systems all the same (NATS).
  mutating func watchUnflushed(store: Int, now: SimTime) {
    guard case .raft(let parameters) = stores[store].configuration.agreement,
      !parameters.flushesBeforeAck
    else { return }
    for group in stores[store].shards {
      guard case .raft(let base) = groups[group].protocolState else { continue }
      while groups[group].grown.count < groups[group].members.count {
        groups[group].grown.append(0)
      }
      for slot in groups[group].members.indices {
        let last = rafts[base + slot].log.last
        // What a snapshot stands for came with it.
        let known = max(min(last, groups[group].grown[slot]), rafts[base + slot].log.base)
        let fresh = last - known
        groups[group].grown[slot] = last
        guard fresh > 0 else { continue }
        occupy(
          bytes: Int64(fresh) * groups[group].entryBytes, member: groups[group].members[slot],
          now: now)
      }
    }
  }

  /// Deletes what its retention has passed.
  mutating func expire(store: Int, now: SimTime) {
    guard let rule = stores[store].configuration.retention, now >= stores[store].nextExpiry else {
      return
    }
    stores[store].nextExpiry = now + rule.checkInterval
    for member in stores[store].members where members[member].isUp {
      var rule = rule
      // The limit is one of each partition.
      let copies = stores[store].shards.count(where: { groups[$0].slot(of: member) != nil })
      rule.bytes = rule.bytes.map { $0 * Int64(max(1, copies)) }
      let entryBytes = groups[stores[store].shards.lowerBound].entryBytes
      rule.bytes = rule.size(ofEntry: entryBytes) ?? rule.bytes
      let gone = members[member].retained.expire(rule, now: now)
      release(bytes: gone, member: member)
    }
  }
}

extension StoreMember {
  /// Whether nothing can be written: the disk is full, or the log's own.
  var hasNoRoom: Bool { disk.isFull || hasNoLogRoom }

  /// Whether no log can be written: its own disk is full, or the disk of all data.
  var hasNoLogRoom: Bool { logCapacity.map { log.bytes >= $0 } ?? disk.isFull }
}
