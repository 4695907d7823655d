import SimulationKernel

/// Write-ahead logs that copies hold on the disks of their primaries.
extension StoreGroups {
  /// Removes what is no longer needed of the members' logs, where the engine recycles them.
  mutating func watchLogs(store: Int, now: SimTime) {
    guard let rule = stores[store].configuration.logRecycling, now >= stores[store].nextRecycling
    else { return }
    stores[store].nextRecycling = now + .seconds(1)
    for group in stores[store].shards {
      guard case .shipping(let index) = groups[group].protocolState else { continue }
      let held = max(
        bytesHeld(group: group, shipping: index, rule, now: now), unarchivedBytes(of: store))
      for member in groups[group].members where members[member].isUp {
        let removed = members[member].log.recycle(rule, heldForCopies: held, now: now)
        if members[member].logCapacity == nil { release(bytes: removed, member: member) }
      }
    }
  }

  /// Bytes of log that the copy furthest behind lacks; copies that lack more than is kept for them
  /// are made anew, and nothing is kept for them.
  ///
  /// All members keep it: the slots are known on every one (CloudNativePG and Patroni copy them),
  /// so that a new primary can go on with them.
  private mutating func bytesHeld(
    group: Int, shipping: Int, _ rule: RecycledLog.Rule, now: SimTime
  ) -> Int64 {
    let log = shippings[shipping]
    let end = log.copies[log.primary].received
    var most: Int64 = 0
    for slot in log.copies.indices where slot != log.primary {
      guard !groups[group].rebuilding.contains(slot) else { continue }
      let lacking = Int64(end - min(end, log.copies[slot].received)) * groups[group].entryBytes
      let away = groups[group].links[slot].unlinkedSince.map { now - $0 } ?? .zero
      if log.copies[slot].isConnected || rule.isHeld(lacking: lacking, away: away) {
        most = max(most, lacking)
      } else {
        groups[group].rebuilding.insert(slot)
      }
    }
    return most
  }

  /// A copy that was made anew is on a member's disk; where the log is recycled it takes the place
  /// of what was there.
  mutating func fill(_ target: Int, with bytes: Int64, from source: Int, now: SimTime) {
    guard stores[members[target].store].configuration.logRecycling != nil else {
      occupy(bytes: bytes, member: target, now: now)
      return
    }
    let log = members[source].logCapacity == nil ? members[source].log.bytes : 0
    members[target].log = RecycledLog(now: now)
    members[target].disk.used = max(0, members[source].disk.used - log)
  }

  /// Bytes of the log that are on a member's disk.
  package func logBytes(of member: Int) -> Int64 { members[member].log.bytes }

  /// The share of what is logged that stays as data when the log goes.
  func storedShare(of store: Int) -> Double {
    let logged = stores[store].loggedBytes
    return logged == 0 ? 0 : min(1, Double(stores[store].storedBytes) / Double(logged))
  }
}
