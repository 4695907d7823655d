package import SimulationKernel

extension RaftParameters {
  /// When snapshots take the place of the log's beginning.
  ///
  /// A member counts entries by itself, at each one that is committed; bytes and time are looked at
  /// once a second by whoever runs it, who knows them.
  package struct Compaction: Equatable, Sendable {
    /// Entries from one snapshot to the next.
    package var every: UInt64
    /// Entries before a snapshot that the log keeps for those that are a little behind.
    package var keeping: UInt64
    /// Bytes from one snapshot to the next.
    package var everyBytes = Int64.max
    /// The time from one snapshot to the next, if anything is new, and how much longer it may be
    /// for a member: drawn once for each.
    package var interval: (least: SimDuration, spread: SimDuration)?
    /// Bytes before a snapshot that the log keeps besides.
    package var keepingBytes: Int64 = 0
    /// Bytes of a file of the log, which goes as a whole.
    package var fileBytes: Int64 = 0
    /// Whether a follower that gets a snapshot keeps what it has and fetches only what it lacks.
    package var sendsOnlyMissing = false

    /// Makes a rule that counts entries.
    package init(every: UInt64, keeping: UInt64) {
      self.every = every
      self.keeping = keeping
    }

    /// Makes a rule that counts bytes or time.
    package init(everyBytes: Int64 = .max, keepingBytes: Int64) {
      self.init(every: .max, keeping: 0)
      self.everyBytes = everyBytes
      self.keepingBytes = keepingBytes
    }

    /// Whether bytes or time are to be looked at.
    package var isLookedAfter: Bool { everyBytes < .max || interval != nil }

    /// Whether two rules are the same.
    package static func == (left: Self, right: Self) -> Bool {
      left.every == right.every && left.keeping == right.keeping
        && left.everyBytes == right.everyBytes && left.interval?.least == right.interval?.least
        && left.interval?.spread == right.interval?.spread
        && left.keepingBytes == right.keepingBytes && left.fileBytes == right.fileBytes
        && left.sendsOnlyMissing == right.sendsOnlyMissing
    }
  }
}
