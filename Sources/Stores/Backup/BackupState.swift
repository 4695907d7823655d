import Cluster
package import Manifests
package import SimulationKernel

/// The base backups of a store and their drills: a state machine without a clock.
package struct BackupState: Sendable {
  /// A complete base backup.
  package struct Base: Equatable, Sendable {
    /// The time whose state it holds.
    package var from: SimTime
    /// Its bytes.
    package var bytes: Int64
    /// Bytes of log that were written before it.
    package var logBytes: Int64
    /// Since when it can be used: after the copy to the second region, where there is one.
    package var usableFrom: SimTime
  }

  /// What a step moved at the destination.
  package struct Transfer: Equatable, Sendable {
    /// Bytes that arrived.
    package var written: Int64 = 0
    /// Bytes of expired backups, which are deleted.
    package var deleted: Int64 = 0
  }

  /// What is to be done.
  package let rule: StoreBackup
  /// The complete backups, the newest last.
  package private(set) var bases: [Base] = []
  /// Every attempt, in order.
  package private(set) var runs: [BackupRun] = []
  /// When the next is due; infinity where nothing says when.
  private var nextAt: SimTime
  private var nextDrillAt: SimTime
  private var copy: BackupCopy?
  private var isAsked = false

  /// Begins to keep a rule; a store that ran before the run began has a backup only as the rule
  /// says.
  package init(_ rule: StoreBackup, now: SimTime) {
    self.rule = rule
    nextAt = rule.isImmediate ? now : .infinity
    nextDrillAt = rule.drillEvery.map { now + $0 } ?? .infinity
    if let age = rule.lastAge, !rule.isSuspended {
      bases.append(Base(from: now - age, bytes: 0, logBytes: 0, usableFrom: now - age))
    }
    if !rule.isImmediate { nextAt = due(after: now) }
  }

  /// Whether an attempt goes on.
  var isUnderWay: Bool { copy != nil }
  /// The attempt that goes on.
  package var current: BackupRun? { copy.map { runs[$0.run] } }

  /// When the next backup is due by the rule: after its interval, or when one of its schedules
  /// says.
  private func due(after time: SimTime) -> SimTime {
    if let every = rule.every { return time + every }
    return rule.schedules.compactMap { $0.nextSecond(after: time) }.min() ?? .infinity
  }

  /// Somebody outside asks for a backup now (a Job's pod, a Backup object).
  package mutating func ask() { isAsked = true }

  /// Who made the backup under way is gone before its end.
  package mutating func abandon(_ reason: String, now: SimTime) {
    isAsked = false
    if copy != nil { fail(reason, now: now) }
  }

  /// Time passes: a backup that is due begins, one under way goes on while its source is there and
  /// the destination has room.
  ///
  /// - Parameters:
  ///   - room: Bytes that the destination can still take; nil where nothing limits it.
  ///   - rate: Bytes a second that the source's disk gives; the rule's where nothing limits them.
  ///   - isOperatorAtWork: Whether who keeps the schedule is there; a backup that became due in its
  ///     absence begins when it is back.
  package mutating func step(
    bytes: Int64, logBytes: Int64, isSourceThere: Bool, room: Int64?, isOperatorAtWork: Bool = true,
    rate: Double? = nil, interval: SimDuration, now: SimTime
  ) -> Transfer {
    var transfer = Transfer()
    if copy != nil {
      advance(
        isSourceThere: isSourceThere, room: room, rate: rate ?? Double(rule.rate),
        interval: interval, now, &transfer)
    } else if (now >= nextAt && isOperatorAtWork) || isAsked, !rule.isSuspended {
      if now >= nextAt { nextAt = due(after: max(now, nextAt)) }
      isAsked = false
      begin(
        bytes: bytes, logBytes: logBytes, isSourceThere: isSourceThere, room: room, now: now)
    }
    return transfer
  }

  private mutating func advance(
    isSourceThere: Bool, room: Int64?, rate: Double, interval: SimDuration, _ now: SimTime,
    _ transfer: inout Transfer
  ) {
    guard var copy else { return }
    guard isSourceThere else {
      fail("its source stopped", now: now)
      return
    }
    transfer.written = copy.advance(by: interval, rate: rate)
    self.copy = copy
    if let room, transfer.written > room {
      transfer.written = 0
      fail("the destination is full", now: now)
    } else if copy.remaining <= 0 {
      finish(copy, now: now, &transfer)
    }
  }

  private mutating func begin(
    bytes: Int64, logBytes: Int64, isSourceThere: Bool, room: Int64?, now: SimTime
  ) {
    let base = Base(from: now, bytes: bytes, logBytes: logBytes, usableFrom: now)
    copy = BackupCopy(base: base, remaining: Double(bytes), run: runs.count)
    var run = BackupRun(.base, at: now)
    run.bytes = bytes
    runs.append(run)
    let kept = bases.suffix(max(rule.keep - 1, 0)).reduce(0) { $0 + $1.bytes }
    let limit = [rule.capacity.map { $0 - kept }, room].compactMap { $0 }.min()
    if let limit, bytes > limit {
      fail("the destination has no room for \(bytes) bytes", now: now)
    } else if !isSourceThere {
      fail("no member is there to read from", now: now)
    }
  }

  private mutating func finish(_ copy: BackupCopy, now: SimTime, _ transfer: inout Transfer) {
    self.copy = nil
    runs[copy.run].endedAt = now
    runs[copy.run].outcome = .completed
    var base = copy.base
    base.usableFrom = now
    if rule.isRemote {
      base.usableFrom = now + SimDuration(seconds: Double(base.bytes) / Double(rule.copyRate))
    }
    bases.append(base)
    let before = bases.reduce(0) { $0 + $1.bytes }
    if bases.count > rule.keep { bases.removeFirst(bases.count - rule.keep) }
    if let age = rule.retain { dropOld(before: now - age) }
    transfer.deleted = before - bases.reduce(0) { $0 + $1.bytes }
  }

  /// Backups go that no state within the recovery window needs: all but the last one before it
  /// (Barman's RECOVERY WINDOW).
  private mutating func dropOld(before start: SimTime) {
    let needed = bases.lastIndex { $0.from <= start } ?? 0
    bases.removeFirst(needed)
  }

  /// Backups that began before a time are deleted, whatever is left; returns their bytes.
  mutating func expire(before time: SimTime) -> Int64 {
    guard let first = bases.first, first.from < time else { return 0 }
    let old = bases.filter { $0.from < time }
    bases.removeFirst(old.count)
    return old.reduce(0) { $0 + $1.bytes }
  }

  /// What was lost is back; without a backup that outlived the loss it was made anew by hand, and
  /// nothing says how old it is.
  mutating func noteRestore(
    _ chain: RestoreChain, bytes: Int64, pointAge: SimDuration?, since: SimTime, now: SimTime
  ) {
    var run = BackupRun(.restore, at: since)
    run.bytes = bytes
    run.chain = chain
    run.pointAge = pointAge
    run.endedAt = now
    run.outcome = pointAge == nil ? .failed : .completed
    run.reason = pointAge == nil ? "no backup outlived the loss: applied from the manifests" : ""
    runs.append(run)
  }

  private mutating func fail(_ reason: String, now: SimTime) {
    guard let copy else { return }
    self.copy = nil
    fail(run: copy.run, reason, now: now)
  }

  /// The newest backup that can be used at a time and was taken before the data were damaged; a
  /// region's loss takes what is only there.
  package func newest(at now: SimTime, before damage: SimTime, isRegionLost: Bool) -> Base? {
    if isRegionLost, !rule.isRemote { return nil }
    return bases.last { $0.usableFrom <= now && $0.from <= damage }
  }
}

/// Drills: the newest backup is brought back into a scratch target beside the running system.
extension BackupState {
  /// Whether a drill is due now, or one that began has ended.
  package func isDrillDue(now: SimTime) -> Bool { now >= nextDrillAt }

  /// A drill begins; returns its place among the runs.
  mutating func beginDrill(now: SimTime) -> Int {
    nextDrillAt = rule.drillEvery.map { now + $0 } ?? .infinity
    runs.append(BackupRun(.drill, at: now))
    return runs.count - 1
  }

  /// A drill brought the system back, and tells how long a real loss would last.
  mutating func finish(
    run: Int, _ chain: RestoreChain, pointAge: SimDuration, now: SimTime
  ) {
    runs[run].chain = chain
    runs[run].pointAge = pointAge
    runs[run].endedAt = now
    runs[run].outcome = .completed
  }

  /// A drill that can not begin.
  mutating func failDrill(_ reason: String, now: SimTime) {
    fail(run: beginDrill(now: now), reason, now: now)
  }

  /// An attempt ends without success.
  mutating func fail(run: Int, _ reason: String, now: SimTime) {
    runs[run].endedAt = now
    runs[run].outcome = .failed
    runs[run].reason = reason
  }
}
