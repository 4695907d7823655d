package import SimulationKernel

/// How long a log's bytes are kept.
package struct Retention: Equatable, Sendable {
  /// The age at which they are deleted.
  package var age: SimDuration
  /// The bytes beyond which the oldest are deleted; nil without such a limit.
  package var bytes: Int64?
  /// The newest entries beyond which the older are deleted; nil without such a limit.
  package var entries: Int64?
  /// Whether what the disk held when the run began is kept for good.
  package var sparesFirst = false
  /// How often that is looked at.
  package var checkInterval: SimDuration

  /// Makes a rule.
  package init(age: SimDuration, bytes: Int64? = nil, checkInterval: SimDuration) {
    self.age = age
    self.bytes = bytes
    self.checkInterval = checkInterval
  }

  /// About how many bytes are kept; nil where only their age counts.
  package var limit: Int64? { bytes ?? size(ofEntry: 256) }

  /// The bytes of as many entries as are kept, each of so many bytes; nil where their number does
  /// not count.
  package func size(ofEntry bytes: Int64) -> Int64? {
    entries.map {
      let (total, isBeyond) = $0.multipliedReportingOverflow(by: bytes)
      return isBeyond ? .max : total
    }
  }

  /// A stream's MaxAge and MaxBytes, beyond which the oldest messages go at once (JetStream's
  /// discard policy `old`); nil where neither is set.
  package init?(streamAge: SimDuration?, bytes: Double?) {
    guard streamAge != nil || bytes != nil else { return nil }
    self.init(
      age: streamAge ?? .minutes(60 * 24 * 365 * 10), bytes: bytes.map { Int64($0) },
      checkInterval: .seconds(1))
  }
}
