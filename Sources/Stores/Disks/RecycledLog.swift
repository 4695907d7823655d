package import SimulationKernel

/// A write-ahead log on a disk: its bytes are removed once a checkpoint no longer needs them,
/// unless somebody still does (PostgreSQL's `pg_wal`).
///
/// A checkpoint begins after a time, or when about half of the greatest size was written
/// (`CheckPointSegments`, with a completion target of 0.9); it is taken to be complete when the
/// next begins.
package struct RecycledLog: Equatable, Sendable {
  /// When log may go.
  package struct Rule: Equatable, Sendable {
    /// `checkpoint_timeout`.
    package var checkpointTimeout = SimDuration.minutes(5)
    /// `max_wal_size`.
    package var greatestSize: Int64 = 1 << 30
    /// `wal_keep_size`.
    package var keptSize: Int64 = 0
    /// Whether copies have slots, for which the log is kept until they have it.
    package var hasSlots = true
    /// `max_slot_wal_keep_size`; nil without a limit.
    package var slotLimit: Int64?
    /// How long the slot of a copy that is away stays (Patroni's `member_slots_ttl`); nil for ever.
    package var slotLifetime: SimDuration?

    /// Makes PostgreSQL's own defaults.
    package init() {}

    /// Whether a copy that lacks some bytes for some time still finds them on its primary.
    package func isHeld(lacking bytes: Int64, away: SimDuration) -> Bool {
      guard hasSlots, slotLifetime.map({ away <= $0 }) ?? true else { return bytes <= keptSize }
      return slotLimit.map { bytes <= max($0, keptSize) } ?? true
    }
  }

  /// Bytes on the disk.
  package private(set) var bytes: Int64 = 0
  /// Bytes written since the checkpoint under way began, and since the one before it.
  private var sinceCheckpoint: Int64 = 0
  private var sincePrevious: Int64 = 0
  private var checkpointAt: SimTime

  /// Makes an empty log.
  package init(now: SimTime = .zero) { checkpointAt = now }

  /// Adds bytes.
  package mutating func wrote(_ written: Int64) {
    bytes += written
    sinceCheckpoint += written
    sincePrevious += written
  }

  /// Begins a checkpoint if one is due and removes what nobody needs: not recovery, not the rule,
  /// not the copies, the furthest of which lacks some bytes; returns the bytes removed.
  package mutating func recycle(_ rule: Rule, heldForCopies held: Int64, now: SimTime) -> Int64 {
    let isLong = sinceCheckpoint >= Int64(Double(rule.greatestSize) / 1.9)
    if isLong || now - checkpointAt >= rule.checkpointTimeout {
      checkpointAt = now
      sincePrevious = sinceCheckpoint
      sinceCheckpoint = 0
    }
    let removed = max(0, bytes - max(sincePrevious, rule.keptSize, held))
    bytes -= removed
    return removed
  }
}
