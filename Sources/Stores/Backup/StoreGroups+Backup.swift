import Manifests
import SimulationKernel

/// Base backups and log archiving of stores.
extension StoreGroups {
  /// Lets a store's backup and its restore go on until the next check.
  mutating func watchBackup(store: Int, now: SimTime) {
    stores[store].history.close(second: Int(now.nanoseconds / 1_000_000_000))
    watchRestore(store: store, now: now)
    guard stores[store].loss == nil, stores[store].backup != nil else { return }
    let isThere = stores[store].members.contains {
      members[$0].isUp && !members[$0].disk.isStalled
    }
    let room = roomForBackups(of: store)
    if isThere { shipLog(of: store, room: room, now: now) }
    let bytes = dataBytes(of: store)
    let logged = stores[store].loggedBytes
    let isKept = stores[store].isOperatorAtWork
    let rate = backupRate(of: store, now: now)
    let transfer =
      stores[store].backup?.step(
        bytes: bytes, logBytes: logged, isSourceThere: isThere, room: room,
        isOperatorAtWork: isKept, rate: rate,
        interval: Self.watchInterval, now: now)
      ?? BackupState.Transfer()
    keepBackups(of: store, transfer.written - transfer.deleted)
    watchDrill(store: store, now: now)
  }

  /// Bytes a second that a base backup under way gets: a member that leads nothing reads them, and
  /// the holder's members write them; nil while none is under way.
  private mutating func backupRate(of store: Int, now: SimTime) -> Double? {
    guard let backup = stores[store].backup, backup.current != nil,
      backup.rule.rate < StoreBackup.snapshotRate
    else { return nil }
    let there = stores[store].members.filter { members[$0].isUp && !members[$0].disk.isStalled }
    guard let source = there.last(where: { !leads($0) }) ?? there.last else { return 0 }
    return stream(Double(backup.rule.rate), of: store, at: source, isBackup: true, now: now)
  }

  /// Hands what was logged since the last check to the archive; where that has no room, the log
  /// stays on the members' disks.
  private mutating func shipLog(of store: Int, room: Int64?, now: SimTime) {
    let fresh = stores[store].loggedBytes - stores[store].archivedBytes
    guard stores[store].archive != nil, room.map({ fresh <= $0 }) ?? true else { return }
    stores[store].archive?.wrote(bytes: fresh, now: now)
    stores[store].archivedBytes = stores[store].loggedBytes
    keepBackups(of: store, fresh)
  }

  /// Bytes of log that the archive has not taken yet.
  func unarchivedBytes(of store: Int) -> Int64 {
    stores[store].archive == nil ? 0 : stores[store].loggedBytes - stores[store].archivedBytes
  }

  /// One copy of everything that a store holds, without a log that is no data.
  func dataBytes(of store: Int) -> Int64 {
    var used: Int64 = 0
    for member in stores[store].members {
      let state = members[member]
      used += state.disk.used - (state.logCapacity == nil ? state.log.bytes : 0)
    }
    let shards = stores[store].shards
    let copies = shards.reduce(0) { $0 + groups[$1].members.count }
    return copies == 0 ? 0 : used * Int64(shards.count) / Int64(copies)
  }

  /// A pod outside the store asks for a backup of it now.
  mutating func askForBackup(of store: Int) {
    awaitChange(store: store)
    stores[store].backup?.ask()
  }

  /// The pod that makes the backup of a store is gone.
  mutating func abandonBackup(of store: Int, _ reason: String, now: SimTime) {
    stores[store].backup?.abandon(reason, now: now)
  }
}

/// The store that holds the backups of another, where it is one of the platform's.
extension StoreGroups {
  /// The bytes written for one byte of an object.
  func amplification(of store: Int) -> Double {
    guard let first = stores[store].shards.first,
      case .erasure(let set) = groups[first].protocolState
    else { return 1 }
    return set.writeAmplification
  }

  /// Whether the holder of a store's backups answers: most of its members are there, and its own
  /// data are.
  func isHolderThere(of store: Int) -> Bool {
    stores[store].backupHolder.map { isThere(holder: $0) } ?? true
  }

  /// Whether a store that holds backups answers.
  func isThere(holder: Int) -> Bool {
    let range = stores[holder].members
    let there = range.count(where: { members[$0].isUp })
    return stores[holder].loss == nil && there >= Quorum.majority(of: range.count)
  }

  /// Bytes that the holder of a store's backups can still take; nil where it is outside.
  private func roomForBackups(of store: Int) -> Int64? {
    stores[store].backupHolder.flatMap { room(at: $0) }
  }

  /// Bytes that a store can still take for backups; nil where nothing limits it.
  func room(at holder: Int) -> Int64? {
    let range = stores[holder].members
    guard range.contains(where: { members[$0].isUp }) else { return 0 }
    let least = range.reduce(Int64.max) { min($0, members[$1].disk.free) }
    guard least < .max else { return nil }
    return Int64(Double(least) * Double(range.count) / amplification(of: holder))
  }

  /// Backups take bytes on their holder's disks, or give them back.
  private mutating func keepBackups(of store: Int, _ bytes: Int64) {
    if let holder = stores[store].backupHolder { keep(bytes, at: holder) }
  }

  /// Backups take bytes on the disks of the store that holds them, or give them back.
  mutating func keep(_ bytes: Int64, at holder: Int) {
    guard bytes != 0 else { return }
    let range = stores[holder].members
    let each = Int64(Double(bytes) * amplification(of: holder) / Double(max(range.count, 1)))
    for member in range {
      members[member].disk.used = max(0, members[member].disk.used + each)
    }
  }
}
