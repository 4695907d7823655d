import SimulationKernel

/// Replicated logs whose beginning is given up by the bytes that they have or by time.
extension StoreGroups {
  /// Draws when each member that was added last takes its snapshots.
  mutating func beginCompactions(random: EntityRandom) {
    var random = random
    for index in compactions.count..<rafts.count {
      var compaction = LogCompaction()
      if let interval = rafts[index].parameters.compaction?.interval {
        compaction.period = interval.least + random.duration(below: interval.spread)
        compaction.due = .zero + compaction.period
      }
      compactions.append(compaction)
    }
  }

  /// Looks after a store's replicated logs, at the first look of each second.
  mutating func compactLogs(store: Int, now: SimTime) {
    let second: Int64 = 1_000_000_000
    guard now.nanoseconds / second != stores[store].compactedAt.nanoseconds / second else { return }
    stores[store].compactedAt = now
    for group in stores[store].shards { compactLog(group: group, now: now) }
    guard let group = stores[store].coordination else { return }
    compactLog(group: group, now: now)
    releaseLog(group: group)
  }

  private mutating func compactLog(group: Int, now: SimTime) {
    guard case .raft(let base) = groups[group].protocolState,
      let rule = rafts[base].parameters.compaction, rule.isLookedAfter
    else { return }
    let entry = max(groups[group].entryBytes, 1)
    for slot in groups[group].members.indices where members[groups[group].members[slot]].isUp {
      let index = base + slot
      let isDue = now >= compactions[index].due
      if isDue { compactions[index].due = now + compactions[index].period }
      guard isDue || Int64(rafts[index].unsaved) >= rule.everyBytes / entry else { continue }
      rafts[index].takeSnapshot(
        keeping: rule.keeping + UInt64(rule.keepingBytes / entry),
        entriesInFile: UInt64(max(rule.fileBytes / entry, 1)))
    }
  }

  /// The coordinating group's log gave up entries: their bytes are free again.
  ///
  /// What they say is small, while the entries of other logs are the data.
  private mutating func releaseLog(group: Int) {
    guard case .raft(let base) = groups[group].protocolState else { return }
    for slot in groups[group].members.indices {
      let gone = rafts[base + slot].log.base
      let known = min(compactions[base + slot].released, gone)
      compactions[base + slot].released = gone
      guard gone > known else { continue }
      release(
        bytes: Int64(gone - known) * groups[group].entryBytes,
        member: groups[group].members[slot])
    }
  }
}
