import Manifests
package import SimulationKernel

/// Stores that lost their data and are restored from a backup.
extension StoreGroups {
  /// How many writes of a store were acknowledged by a time.
  private func accepted(store: Int, by time: SimTime) -> UInt64 {
    time < .zero ? 0 : stores[store].history.count(by: time)
  }

  /// A store's data are lost or wrong on every copy: the loss is recorded and a restore begins when
  /// it is ordered.
  package mutating func damage(store: Int, _ damage: DataDamage, now: SimTime) {
    guard stores[store].loss == nil, let group = stores[store].shards.first else { return }
    awaitChange(store: store)
    let member = stores[store].members.lowerBound
    let restore = stores[store].backup?.rule.restore
    var record = FailoverRecord(
      store: store, shard: groups[group].shard, lostAt: now,
      detectedAt: now + (restore?.detect ?? .zero), lastAcceptedAt: groups[group].lastAcceptedAt,
      oldPrimary: member, newPrimary: member)
    record.chain = RestoreChain()
    let bytes = dataBytes(of: store)
    stores[store].dataAtLoss = bytes
    stores[store].loss = DataLoss(damage: damage, at: now, record: failovers.count)
    abandonBackup(of: store, "the data were lost", now: now)
    if let drill = stores[store].drill {
      stores[store].drill = nil
      stores[store].backup?.fail(run: drill.run, "the data were lost", now: now)
    }
    failovers.append(record)
    guard damage == .region else { return }
    for member in stores[store].members { breakDisk(of: member, .lost, now: now) }
    for member in stores[store].coordinators where !stores[store].members.contains(member) {
      breakDisk(of: member, .lost, now: now)
    }
    for group in stores[store].shards { emptyCopies(group: group) }
    if let group = stores[store].coordination { emptyCopies(group: group) }
  }

  /// Empties all copies of a group; the loss counts the acknowledged writes, so that no election
  /// counts them again.
  private mutating func emptyCopies(group: Int) {
    groups[group].lostDisks.slots = BitSet()
    groups[group].rebuilding = BitSet()
    groups[group].acknowledged.index = 0
    groups[group].acknowledged.term = 0
    failPending(group: group)
    groups[group].pending.removeAll()
    groups[group].deposed = nil
    if groups[group].shard >= 0 { beginWithState(group: group) }
    guard case .shipping(let index) = groups[group].protocolState else { return }
    shippings[index].restored()
  }

  /// Counts a read of lost or wrong data as stale.
  mutating func noteDamage(store: Int) {
    guard let loss = stores[store].loss, loss.damage != .region else { return }
    stores[store].staleReads += 1
    failovers[loss.record].staleReads += 1
  }

  /// Whether a store answers no request because it is being restored.
  func isRestoring(_ store: Int) -> Bool {
    guard let loss = stores[store].loss else { return false }
    return loss.damage == .region || loss.restoringSince != nil
  }

  mutating func watchRestore(store: Int, now: SimTime) {
    guard let loss = stores[store].loss else { return }
    if loss.restoringSince == nil { beginRestore(store: store, loss, now: now) }
    continueRestore(store: store, now: now)
  }

  /// Begins a restore once it is ordered and all members' machines are ready.
  private mutating func beginRestore(store: Int, _ loss: DataLoss, now: SimTime) {
    let restore = stores[store].backup?.rule.restore
    let orderedAt = loss.at + (restore?.detect ?? .zero) + (restore?.decide ?? .zero)
    let isWhole = stores[store].members.allSatisfy { members[$0].isUp }
    // Pods come from the objects of the API, which must be back first.
    let isReachable = loss.damage == .region ? !isStateLost : isHolderThere(of: store)
    guard now >= orderedAt, isWhole, isReachable else { return }
    let (point, base) = recoveryPoint(store: store, loss, now: now)
    var chain = RestoreChain()
    let logged = base.map { logSize(store, since: $0, loss, now) } ?? 0
    let bytes = base.map { baseSize(store, of: $0) } ?? 0
    if base != nil { chain = restoreChain(store: store, bytes: bytes, logged: logged) }
    chain.detect = restore?.detect ?? .zero
    chain.decide = restore?.decide ?? .zero
    chain.provision = now - orderedAt
    chain.reconnect = restore?.reconnect ?? .zero
    let end = loss.damage == .region ? loss.at : now
    failovers[loss.record].lostWrites =
      accepted(store: store, by: now) - accepted(store: store, by: point)
    failovers[loss.record].dataLossWindow = end - (base == nil ? .zero : point)
    failovers[loss.record].chain = chain
    stores[store].restored.append(RestoredSpan(point: point, end: now))
    stores[store].loss?.restoringSince = now
    if base != nil { targetRestore(store: store, bytes, logged, chain, now: now) }
    for group in stores[store].shards {
      failPending(group: group)
      groups[group].pending.removeAll()
    }
  }

  /// The time whose state a store can be restored to, and the base backup that the restore begins
  /// with; without one it begins empty.
  private func recoveryPoint(
    store: Int, _ loss: DataLoss, now: SimTime
  ) -> (SimTime, BackupState.Base?) {
    let isRegion = loss.damage == .region
    let base = stores[store].backup?.newest(at: loss.at, before: loss.at, isRegionLost: isRegion)
    guard let base else { return (SimTime.zero - .seconds(1), nil) }
    let shipped = stores[store].archive?.shipped(at: isRegion ? loss.at : now)
    return (max(base.from, min(shipped ?? base.from, loss.at)), base)
  }

  private func logSize(
    _ store: Int, since base: BackupState.Base, _ loss: DataLoss, _ now: SimTime
  ) -> Int64 {
    let shipped = stores[store].archive?.shipped(at: loss.damage == .region ? loss.at : now)
    return shipped == nil ? 0 : max(0, stores[store].loggedBytes - base.logBytes)
  }

  private func baseSize(_ store: Int, of base: BackupState.Base) -> Int64 {
    base.bytes > 0 ? base.bytes : max(stores[store].dataAtLoss, dataBytes(of: store))
  }

  /// How long restoring a base backup and a log takes at least, at the rates that the model
  /// declares.
  private func restoreChain(store: Int, bytes: Int64, logged: Int64) -> RestoreChain {
    let restore = stores[store].backup?.rule.restore ?? StoreRestore()
    return RestoreChain(
      baseBytes: Double(bytes), restoreRate: Double(restore.rate), logBytes: Double(logged),
      fetchRate: Double(restore.rate), replayRate: Double(restore.replay), start: restore.start)
  }

  /// Says which members get how much: those that lead a shard its data, which the others have from
  /// there, and the members of an erasure set their share of it.
  private mutating func targetRestore(
    store: Int, _ bytes: Int64, _ logged: Int64, _ chain: RestoreChain, now: SimTime
  ) {
    var weights: [(member: Int, weight: Double)] = []
    func add(_ slot: Int, _ group: Int, _ weight: Double) {
      let member = groups[group].members[slot]
      let each = weight / Double(stores[store].shards.count)
      if let entry = weights.firstIndex(where: { $0.member == member }) {
        weights[entry].weight += each
      } else {
        weights.append((member, each))
      }
    }
    for group in stores[store].shards {
      let slots = groups[group].members.indices
      switch groups[group].protocolState {
      case .shipping(let index): add(shippings[index].primary, group, 1)
      case .raft: add(groups[group].leader ?? 0, group, 1)
      case .registered: add(0, group, 1)
      case .erasure(let set):
        for slot in slots { add(slot, group, set.writeAmplification / Double(slots.count)) }
      }
    }
    stores[store].loss?.copies = weights.reduce(0) { $0 + $1.weight }
    let attempt = beginAttempt()
    stores[store].loss?.restores = weights.map { member, weight in
      RunningRestore(
        member: member, epoch: members[member].epoch, attempt: attempt,
        base: Double(bytes) * weight,
        log: Double(logged) * weight, chain: chain, from: .restore, now: now)
    }
  }

  /// Lets a restore go on until the next check, and ends it with the last of its parts.
  ///
  /// What the backup gives in all goes to the members by what they lack. One that is away gets
  /// nothing; what a process brought back that is no more begins again.
  private mutating func continueRestore(store: Int, now: SimTime) {
    guard var loss = stores[store].loss, loss.restoringSince != nil else { return }
    let rule = stores[store].backup?.rule.restore ?? StoreRestore()
    let isOutside = loss.damage == .region
    let isReadable = isOutside || isHolderThere(of: store)
    let left = loss.restores.map(\.left)
    let all = max(left.reduce(0, +), 1)
    for index in loss.restores.indices {
      let member = loss.restores[index].member
      guard members[member].isUp, isReadable else { continue }
      if loss.restores[index].epoch != members[member].epoch {
        loss.restores[index].beginAgain(
          epoch: members[member].epoch, attempt: beginAttempt())
      }
      bringBack(
        &loss.restores[index], of: store, rule: rule,
        fetch: Double(rule.rate) * loss.copies * left[index] / all, isOutside: isOutside, now: now)
    }
    let slowest = loss.restores.map { $0.chain(at: now) }.max { $0.work < $1.work }
    if let slowest { failovers[loss.record].chain = slowest }
    stores[store].loss = loss
    guard loss.restores.allSatisfy({ $0.isDone(start: rule.start, now: now) }) else { return }
    finishRestore(store: store, loss, now: now)
  }

  private mutating func finishRestore(store: Int, _ loss: DataLoss, now: SimTime) {
    let reconnect = stores[store].backup?.rule.restore.reconnect ?? .zero
    stores[store].loss = nil
    if loss.damage == .region { refill(store: store) }
    for group in stores[store].shards {
      resetCopies(group: group, now: now)
      groups[group].openRecord = loss.record
      groups[group].lastRecord = loss.record
      groups[group].unknownUntil = now + reconnect
    }
    if let group = stores[store].coordination { resetCopies(group: group, now: now) }
  }

  /// Counts the restored data as used space of the members' disks.
  private mutating func refill(store: Int) {
    let shards = stores[store].shards
    let copies = shards.reduce(0) { $0 + groups[$1].members.count }
    let count = stores[store].members.count
    let each = stores[store].dataAtLoss * Int64(copies) / Int64(max(shards.count * count, 1))
    for member in stores[store].members {
      members[member].disk.used = min(each, members[member].disk.capacity)
    }
  }

  /// Sets every copy of a group to the restored state.
  private mutating func resetCopies(group: Int, now: SimTime) {
    groups[group].lostDisks.slots = BitSet()
    groups[group].rebuilding = BitSet()
    guard case .shipping(let index) = groups[group].protocolState else { return }
    shippings[index].restored()
    for slot in groups[group].members.indices {
      groups[group].links[slot].shipped = shippings[index].copies[slot].received
    }
    groups[group].leader = shippings[index].primary
    publishRoles(group: group)
    unpark(group: group, now: now)
  }
}

/// How old a store's backups are.
extension StoreGroups {
  /// How old the state is to which a store could be brought back now; everything since the run
  /// began where there is no backup.
  package func recoveryPointAge(of store: Int, now: SimTime) -> SimDuration {
    let base = stores[store].backup?.newest(at: now, before: now, isRegionLost: false)
    guard let base else { return now - .zero }
    let shipped = stores[store].archive?.shipped(at: now) ?? base.from
    return now - max(base.from, min(shipped, now))
  }
}
