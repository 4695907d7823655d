package import SimulationKernel

/// One attempt to make a base backup, to restore one as a drill, or to restore what was lost.
package struct BackupRun: Equatable, Sendable {
  /// What is done.
  package enum Kind: String, Sendable {
    /// A base backup.
    case base
    /// A drill: a restore that is tried out beside the running system.
    case drill
    /// A restore of what was lost.
    case restore
  }

  /// How it went.
  package enum Outcome: String, Sendable {
    case running, completed, failed
  }

  /// What is done.
  package let kind: Kind
  /// When it began.
  package let startedAt: SimTime
  /// When it ended; nil while it goes on.
  package internal(set) var endedAt: SimTime?
  /// Bytes that it moves.
  package internal(set) var bytes: Int64 = 0
  /// How it went.
  package internal(set) var outcome = Outcome.running
  /// Why it failed.
  package internal(set) var reason = ""
  /// The steps of a restore after a real loss, as a drill measured them.
  package internal(set) var chain: RestoreChain?
  /// How old the state was that a drill restored.
  package internal(set) var pointAge: SimDuration?

  init(_ kind: Kind, at time: SimTime) {
    self.kind = kind
    startedAt = time
  }
}
