import SimulationKernel

/// Copies that are made anew: the copy of a shard on another member, or the parts and the shares of
/// objects that a member lacks.
extension StoreGroups {
  /// Lets recoveries go on and begins those that are due.
  mutating func watchRecoveries(store: Int, now: SimTime) {
    guard let rule = stores[store].configuration.recovery else { return }
    advanceRecoveries(store: store, rule: rule, now: now)
    for group in stores[store].shards where rule.movesCopies || mayLack(group) {
      for slot in groups[group].members.indices {
        beginRecovery(group: group, slot: slot, rule: rule, now: now)
        beginMove(group: group, slot: slot, rule: rule)
      }
    }
  }

  /// Whether a copy of a shard may be incomplete.
  private func mayLack(_ group: Int) -> Bool {
    guard case .shipping = groups[group].protocolState else { return true }
    return !groups[group].rebuilding.isEmpty || !groups[group].resyncing.isEmpty
  }

  /// Moves a copy away from a member whose disk is above the high watermark.
  private mutating func beginMove(group: Int, slot: Int, rule: ShardRecovery.Rule) {
    let member = groups[group].members[slot]
    let store = groups[group].store
    let total = members[member].disk.capacity
    guard rule.movesCopies, let marks = stores[store].configuration.watermarks,
      members[member].isUp, total < .max,
      !marks.canRemain(free: members[member].disk.free, total: total),
      case .shipping(let index) = groups[group].protocolState, slot != shippings[index].primary,
      isFree(member, of: store, rule), let target = candidate(group: group),
      isFree(target, of: store, rule)
    else { return }
    let bytes = max(1, groups[group].dataBytes)
    stores[store].recoveries.append(
      RunningRecovery(
        group: group, slot: slot, isMove: true, shardBytes: groups[group].dataBytes,
        progress: ShardRecovery(source: member, target: target, bytes: bytes)))
  }

  /// The member with the emptiest disk among those that have no copy of a shard and may take one.
  private func candidate(group: Int) -> Int? {
    let store = groups[group].store
    let marks = stores[store].configuration.watermarks
    return stores[store].members.filter { member in
      let disk = members[member].disk
      return members[member].isUp && !groups[group].members.contains(member)
        && marks?.canAllocate(
          shard: groups[group].dataBytes, free: disk.free, total: disk.capacity,
          isNewPrimary: false) ?? true
    }.min { members[$0].disk.used < members[$1].disk.used }
  }

  private mutating func advanceRecoveries(
    store: Int, rule: ShardRecovery.Rule, now: SimTime
  ) {
    var running: [RunningRecovery] = []
    swap(&running, &stores[store].recoveries)
    let loads = running
    for (index, var recovery) in running.enumerated() {
      let (source, target) = (recovery.progress.source, recovery.progress.target)
      let holder = groups[recovery.group].members[recovery.slot]
      guard isPaired(source, target), holder == (recovery.isMove ? source : target) else {
        continue
      }
      let shared = max(
        loads.count(where: { $0.progress.source == source }),
        loads.count(where: { $0.progress.target == target }))
      let share = min(
        rule.bytesPerSecond / Double(shared),
        share(of: recovery.progress, among: loads[index...], rule, now))
      let rate = stream(
        share, of: store, from: source, to: target, readsDisk: rule.readsDisk, now: now)
      recovery.progress.grow(by: groups[recovery.group].dataBytes - recovery.shardBytes)
      recovery.shardBytes = groups[recovery.group].dataBytes
      recovery.progress.advance(by: Self.watchInterval, rate: rate)
      if recovery.progress.isDone {
        finishRecovery(recovery, now: now)
      } else {
        stores[store].recoveries.append(recovery)
      }
    }
  }

  /// The share of one recovery: an even part of what disks and lines have left.
  private func share(
    of one: ShardRecovery, among rest: ArraySlice<RunningRecovery>, _ rule: ShardRecovery.Rule,
    _ now: SimTime
  ) -> Double {
    let machines = (members[one.source].machine, members[one.target].machine)
    let sent = rest.count(where: { members[$0.progress.source].machine == machines.0 })
    let received = rest.count(where: { members[$0.progress.target].machine == machines.1 })
    return min(
      machines.0 == machines.1 ? .infinity : lineRoom(of: one.source, sending: true) / Double(sent),
      machines.0 == machines.1
        ? .infinity : lineRoom(of: one.target, sending: false) / Double(received),
      members[one.target].disk.room(now: now)
        / Double(rest.count(where: { $0.progress.target == one.target })),
      !rule.readsDisk
        ? .infinity
        : members[one.source].disk.room(now: now)
          / Double(rest.count(where: { $0.progress.source == one.source })))
  }

  private func isPaired(_ source: Int, _ target: Int) -> Bool {
    members[source].isUp && members[target].isUp && canReach(source, target)
  }

  private mutating func beginRecovery(
    group: Int, slot: Int, rule: ShardRecovery.Rule, now: SimTime
  ) {
    let store = groups[group].store
    guard !stores[store].recoveries.contains(where: { $0.group == group && $0.slot == slot })
    else { return }
    if rule.movesCopies { replaceLost(slot, group: group, rule: rule, now: now) }
    let target = groups[group].members[slot]
    let bytes = bytesLacking(slot, group: group)
    guard bytes > 0, members[target].isUp, now - members[target].startedAt >= rule.delay,
      let source = source(for: slot, group: group),
      isFree(source, of: store, rule), isFree(target, of: store, rule)
    else { return }
    stores[store].recoveries.append(
      RunningRecovery(
        group: group, slot: slot, shardBytes: groups[group].dataBytes,
        progress: ShardRecovery(source: source, target: target, bytes: bytes)))
  }

  /// A copy that was being made is deleted half made, and begins anew.
  mutating func dropRecovery(of slot: Int, group: Int) {
    stores[groups[group].store].recoveries.removeAll { $0.group == group && $0.slot == slot }
  }

  /// Whether a member has room for another recovery.
  private func isFree(_ member: Int, of store: Int, _ rule: ShardRecovery.Rule) -> Bool {
    stores[store].recoveries.count(where: {
      $0.progress.source == member || $0.progress.target == member
    }) < rule.concurrent
  }

  /// Bytes that a slot lacks: those of the blocks it has no share of, or the whole copy.
  private func bytesLacking(_ slot: Int, group: Int) -> Int64 {
    switch groups[group].protocolState {
    case .raft: return 0
    case .shipping:
      // An empty node of a Redis Cluster gets nothing until somebody makes it meet the others.
      let fillsEmpty = stores[groups[group].store].bus == nil
      let lacksAll =
        groups[group].resyncing.contains(slot)
        || (fillsEmpty && groups[group].rebuilding.contains(slot))
      return lacksAll ? max(1, copyBytes(of: group)) : 0
    case .registered: return groups[group].holders.lacking(slot: slot)
    case .erasure(let set):
      // A share is made of as many others as the object has data shards.
      return set.bytesToHeal(groups[group].holders.lacking(slot: slot))
    }
  }

  /// Bytes of a shard's copy: all that was written, or the shard's share of what its primary keeps
  /// where old data are deleted.
  private func copyBytes(of group: Int) -> Int64 {
    let store = groups[group].store
    guard stores[store].configuration.retention != nil,
      case .shipping(let index) = groups[group].protocolState
    else { return groups[group].dataBytes }
    let primary = groups[group].members[shippings[index].primary]
    let written = stores[store].shards.reduce(0) {
      groups[$1].slot(of: primary) == nil ? $0 : $0 + groups[$1].dataBytes
    }
    let share = Double(groups[group].dataBytes) / Double(max(written, 1))
    return Int64(Double(members[primary].retained.bytes) * share)
  }

  /// A member that has what a slot lacks: the primary, or any other.
  private func source(for slot: Int, group: Int) -> Int? {
    let target = groups[group].members[slot]
    if case .shipping(let index) = groups[group].protocolState {
      let primary = groups[group].members[shippings[index].primary]
      return groups[group].leader != nil && primary != target && isPaired(primary, target)
        ? primary : nil
    }
    return groups[group].members.first { $0 != target && isPaired($0, target) }
  }

  /// Assigns a copy whose member has been gone for long to another member that has none and whose
  /// disk may take it.
  private mutating func replaceLost(
    _ slot: Int, group: Int, rule: ShardRecovery.Rule, now: SimTime
  ) {
    let old = groups[group].members[slot]
    guard case .shipping(let index) = groups[group].protocolState, slot != shippings[index].primary,
      !members[old].isUp, now - members[old].stoppedAt >= rule.delay, groups[group].leader != nil
    else { return }
    guard let candidate = candidate(group: group) else { return }
    let bytes = groups[group].dataBytes
    release(bytes: bytes, member: old)
    groups[group].members[slot] = candidate
    groups[group].rebuilding.insert(slot)
    shippings[index].destroy(slot: slot)
    shippings[index].disconnect(slot: slot)
  }

  private mutating func finishRecovery(_ recovery: RunningRecovery, now: SimTime) {
    let (group, slot) = (recovery.group, recovery.slot)
    let bytes =
      recovery.isMove ? groups[group].dataBytes : bytesLacking(slot, group: group)
    let isRefilled = groups[group].resyncing.contains(slot)
    groups[group].rebuilding.remove(slot)
    groups[group].resyncing.remove(slot)
    // A standby that started meanwhile has what it would clone.
    groups[group].cloning.remove(slot)
    if recovery.isMove {
      release(bytes: groups[group].dataBytes, member: recovery.progress.source)
      groups[group].members[slot] = recovery.progress.target
    }
    switch groups[group].protocolState {
    case .raft: break
    case .shipping(let index):
      // What a full resynchronisation brings takes the place of what was there.
      if isRefilled { release(bytes: bytes, member: recovery.progress.target) }
      fill(recovery.progress.target, with: bytes, from: recovery.progress.source, now: now)
      shippings[index].copied(slot: slot)
      groups[group].links[slot].shipped = shippings[index].copies[slot].received
    case .registered, .erasure:
      occupy(
        bytes: groups[group].holders.lacking(slot: slot), member: recovery.progress.target,
        now: now)
      groups[group].holders.complete(slot: slot)
    }
  }
}
