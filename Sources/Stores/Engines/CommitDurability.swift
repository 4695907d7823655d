import SimulationKernel

/// PostgreSQL's `synchronous_commit`: what has happened to a commit's log when it returns.
package enum CommitDurability: String, Sendable, CaseIterable {
  /// Nothing: the log writer flushes it later.
  case off
  /// The primary's disk holds it.
  case local
  /// The synchronous standbys have written it, not flushed it.
  case remoteWrite = "remote_write"
  /// The synchronous standbys have flushed it.
  case on
  /// The synchronous standbys have replayed it; here as `on`.
  case remoteApply = "remote_apply"

  /// The words that a configuration may write, among them the older ones for yes and no.
  package init(word: String?) {
    switch word {
    case "false", "no", "0": self = .off
    case let word?: self = CommitDurability(rawValue: word) ?? .on
    case nil: self = .on
    }
  }

  /// Whether commits wait for standbys, where there are synchronous ones.
  package var waitsForStandbys: Bool { self != .off && self != .local }

  /// Sets how a server's writes become durable: without a flush the log writer needs up to three
  /// of its rounds (`wal_writer_delay`).
  func apply(to configuration: inout EngineConfiguration, writerDelay: SimDuration) {
    if self == .remoteWrite { configuration.lazyFlush = writerDelay }
    if self == .off { FlushPolicy.within(writerDelay * 3).apply(to: &configuration) }
    configuration.copiesFlush = configuration.copiesFlush && (self == .on || self == .remoteApply)
    guard !waitsForStandbys, case .shipping(_, let rule) = configuration.agreement else { return }
    configuration.agreement = .shipping(.primary, rule)
  }
}
