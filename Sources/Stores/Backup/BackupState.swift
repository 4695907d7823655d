package import Manifests
package import SimulationKernel

/// The base backups of a store: a state machine that is told the time.
package struct BackupState: Sendable {
  /// A base backup that is whole.
  package struct Base: Equatable, Sendable {
    /// The state that it holds.
    package var from: SimTime
    /// Its bytes.
    package var bytes: Int64
    /// Bytes of log that were written before it.
    package var logBytes: Int64
    /// Since when it can be used: after the copy to the second region, where there is one.
    package var usableFrom: SimTime
  }

  /// What is to be done.
  package let rule: StoreBackup
  /// Those that are whole, the newest last.
  package private(set) var bases: [Base] = []
  /// How many began and never became whole.
  package private(set) var failures = 0
  /// Why the last of them failed.
  package private(set) var lastFailure: String?
  private var nextAt: SimTime
  private var running: (base: Base, remaining: Double)?

  /// Begins to keep a rule; a store that ran before the run began has a backup only as the rule
  /// says.
  package init(_ rule: StoreBackup, now: SimTime) {
    self.rule = rule
    nextAt = rule.isImmediate ? now : now + rule.every
    if let age = rule.lastAge, !rule.isSuspended {
      bases.append(Base(from: now - age, bytes: 0, logBytes: 0, usableFrom: now - age))
    }
  }

  /// Time passes: a backup that is due begins, one under way goes on while its source is there and
  /// the destination has room.
  package mutating func step(
    bytes: Int64, logBytes: Int64, isSourceThere: Bool, interval: SimDuration, now: SimTime
  ) {
    if var copy = running {
      guard isSourceThere else {
        fail("its source stopped")
        return
      }
      copy.remaining -= interval.seconds * Double(rule.rate)
      running = copy
      if copy.remaining <= 0 { finish(copy.base, now: now) }
    } else if now >= nextAt, !rule.isSuspended {
      nextAt = nextAt + rule.every
      begin(bytes: bytes, logBytes: logBytes, isSourceThere: isSourceThere, now: now)
    }
  }

  private mutating func begin(bytes: Int64, logBytes: Int64, isSourceThere: Bool, now: SimTime) {
    let kept = bases.suffix(max(rule.keep - 1, 0)).reduce(0) { $0 + $1.bytes }
    if let capacity = rule.capacity, kept + bytes > capacity {
      fail("the destination has no room for \(bytes) bytes")
    } else if !isSourceThere {
      fail("no member is there to read from")
    } else {
      let base = Base(from: now, bytes: bytes, logBytes: logBytes, usableFrom: now)
      running = (base, Double(bytes))
    }
  }

  private mutating func finish(_ base: Base, now: SimTime) {
    running = nil
    var base = base
    base.usableFrom = now
    if rule.isRemote {
      base.usableFrom = now + SimDuration(seconds: Double(base.bytes) / Double(rule.copyRate))
    }
    bases.append(base)
    if bases.count > rule.keep { bases.removeFirst(bases.count - rule.keep) }
  }

  private mutating func fail(_ reason: String) {
    running = nil
    failures += 1
    lastFailure = reason
  }

  /// The newest backup that can be used at a time and was taken before the data were damaged; a
  /// region's loss takes what is only there.
  package func newest(at now: SimTime, before damage: SimTime, isRegionLost: Bool) -> Base? {
    if isRegionLost, !rule.isRemote { return nil }
    return bases.last { $0.usableFrom <= now && $0.from <= damage }
  }
}
