import Manifests
package import SimulationKernel

/// Backups that are taken, and stores that are brought back from them.
extension StoreGroups {
  /// Lets a store's backups go on, and its restore.
  mutating func watchBackup(store: Int, now: SimTime) {
    recordAccepted(store: store, now: now)
    watchRestore(store: store, now: now)
    guard stores[store].loss == nil else { return }
    let isThere = stores[store].members.contains {
      members[$0].isUp && !members[$0].disk.isStalled
    }
    let logged = stores[store].loggedBytes
    if isThere {
      let fresh = logged - stores[store].archivedBytes
      stores[store].archive?.wrote(bytes: fresh, now: now)
      stores[store].archivedBytes = logged
    }
    let bytes = dataBytes(of: store)
    stores[store].backup?.step(
      bytes: bytes, logBytes: logged, isSourceThere: isThere,
      interval: Self.watchInterval, now: now)
  }

  /// One copy of everything that a store holds.
  private func dataBytes(of store: Int) -> Int64 {
    let used = stores[store].members.reduce(0) { $0 + members[$1].disk.used }
    let shards = stores[store].shards
    let copies = shards.reduce(0) { $0 + groups[$1].members.count }
    return copies == 0 ? 0 : used * Int64(shards.count) / Int64(copies)
  }

  /// Remembers each second how many writes were acknowledged.
  private mutating func recordAccepted(store: Int, now: SimTime) {
    let second = Int(now.nanoseconds / 1_000_000_000)
    guard stores[store].acceptedBySecond.count <= second else { return }
    let total = accepted(store: store)
    stores[store].acceptedBySecond.append(total)
  }

  private func accepted(store: Int) -> UInt64 {
    stores[store].shards.reduce(0) { $0 + groups[$1].acceptedCount }
  }

  /// Writes of a store that were acknowledged by a time.
  private func accepted(store: Int, by time: SimTime) -> UInt64 {
    let second = Int(time.nanoseconds / 1_000_000_000)
    let history = stores[store].acceptedBySecond
    guard second >= 0, let last = history.last else { return 0 }
    return second < history.count ? history[second] : last
  }

  /// A store's data are gone or wrong on every copy.
  package mutating func damage(store: Int, _ damage: DataDamage, now: SimTime) {
    guard stores[store].loss == nil, let group = stores[store].shards.first else { return }
    let member = stores[store].members.lowerBound
    let restore = stores[store].backup?.rule.restore
    var record = FailoverRecord(
      store: store, shard: groups[group].shard, lostAt: now,
      detectedAt: now + (restore?.detect ?? .zero), lastAcceptedAt: groups[group].lastAcceptedAt,
      oldPrimary: member, newPrimary: member)
    record.chain = RestoreChain()
    let bytes = dataBytes(of: store)
    stores[store].dataAtLoss = bytes
    stores[store].loss = DataLoss(
      damage: damage, at: now, record: failovers.count)
    failovers.append(record)
    guard damage == .region else { return }
    for member in stores[store].members { breakDisk(of: member, .lost, now: now) }
    for member in stores[store].coordinators where !stores[store].members.contains(member) {
      breakDisk(of: member, .lost, now: now)
    }
    for group in stores[store].shards { emptyCopies(group: group) }
    if let group = stores[store].coordination { emptyCopies(group: group) }
  }

  /// Nothing is left of a group: what was acknowledged is counted by the loss, and by no election.
  private mutating func emptyCopies(group: Int) {
    groups[group].destroyed = 0
    groups[group].rebuilding = 0
    groups[group].acknowledged = 0
    groups[group].acknowledgedTerm = 0
    failPending(group: group)
    groups[group].pending.removeAll()
    groups[group].deposed = nil
    guard case .shipping(let index) = groups[group].place else { return }
    shippings[index].restored()
  }

  /// Counts a read of data that are gone or wrong.
  mutating func noteDamage(store: Int) {
    guard let loss = stores[store].loss, loss.damage != .region else { return }
    stores[store].staleReads += 1
    failovers[loss.record].staleReads += 1
  }

  /// Whether a store answers nobody because it is being brought back.
  func isRestoring(_ store: Int) -> Bool {
    guard let loss = stores[store].loss else { return false }
    return loss.damage == .region || loss.restoringSince != nil
  }

  private mutating func watchRestore(store: Int, now: SimTime) {
    guard let loss = stores[store].loss else { return }
    if loss.restoringSince == nil {
      beginRestore(store: store, loss, now: now)
    } else if now >= loss.restoredAt {
      finishRestore(store: store, loss, now: now)
    }
  }

  /// Begins a restore once it is ordered and the machines are there.
  private mutating func beginRestore(store: Int, _ loss: DataLoss, now: SimTime) {
    let restore = stores[store].backup?.rule.restore
    let orderedAt = loss.at + (restore?.detect ?? .zero) + (restore?.decide ?? .zero)
    let isWhole = stores[store].members.allSatisfy { members[$0].isUp }
    guard now >= orderedAt, isWhole else { return }
    var chain = chain(store: store, loss, now: now)
    chain.detect = restore?.detect ?? .zero
    chain.decide = restore?.decide ?? .zero
    chain.provision = now - orderedAt
    chain.reconnect = restore?.reconnect ?? .zero
    failovers[loss.record].chain = chain
    stores[store].loss?.restoringSince = now
    stores[store].loss?.restoredAt = now + chain.work
    for group in stores[store].shards {
      failPending(group: group)
      groups[group].pending.removeAll()
    }
  }

  /// What bringing a store back takes, and what of it is lost.
  private mutating func chain(store: Int, _ loss: DataLoss, now: SimTime) -> RestoreChain {
    let base = stores[store].backup?.newest(
      at: loss.at, before: loss.at, isRegionLost: loss.damage == .region)
    let acceptedNow = accepted(store: store)
    guard let base, let rule = stores[store].backup?.rule else {
      // Nothing to bring back: it begins empty.
      failovers[loss.record].lostWrites = acceptedNow
      failovers[loss.record].dataLossWindow = loss.at - .zero
      return RestoreChain()
    }
    let shipped = stores[store].archive?.shipped(at: loss.damage == .region ? loss.at : now)
    let point = max(base.from, min(shipped ?? base.from, loss.at))
    let logShare = shipped == nil ? 0 : max(0, stores[store].loggedBytes - base.logBytes)
    failovers[loss.record].lostWrites = acceptedNow - accepted(store: store, by: point)
    failovers[loss.record].dataLossWindow = (loss.damage == .region ? loss.at : now) - point
    return RestoreChain(
      baseBytes: Double(base.bytes > 0 ? base.bytes : stores[store].dataAtLoss),
      restoreRate: Double(rule.restore.rate),
      logBytes: Double(logShare), fetchRate: Double(rule.restore.rate),
      replayRate: Double(rule.restore.replay), start: rule.restore.start)
  }

  private mutating func finishRestore(store: Int, _ loss: DataLoss, now: SimTime) {
    let reconnect = stores[store].backup?.rule.restore.reconnect ?? .zero
    stores[store].loss = nil
    for group in stores[store].shards {
      resetCopies(group: group, now: now)
      groups[group].openRecord = loss.record
      groups[group].lastRecord = loss.record
      groups[group].unknownUntil = now + reconnect
    }
    if let group = stores[store].coordination { resetCopies(group: group, now: now) }
  }

  /// Every copy of a group holds what was brought back.
  private mutating func resetCopies(group: Int, now: SimTime) {
    groups[group].destroyed = 0
    groups[group].rebuilding = 0
    guard case .shipping(let index) = groups[group].place else { return }
    shippings[index].restored()
    for slot in groups[group].members.indices {
      groups[group].shipped[slot] = shippings[index].copies[slot].received
    }
    groups[group].leader = shippings[index].primary
    publishRoles(group: group)
    unpark(group: group, now: now)
  }
}
