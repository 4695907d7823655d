package import SimulationKernel

/// One attempt to back a data system up, or to bring its backup back into a scratch target.
package struct BackupRow: Sendable {
  /// Dense number within the run; a row with the same number replaces the earlier one.
  package var index: Int32
  /// The system of the platform.
  package var system: String
  /// `base` for a backup, `drill` for a restore that is tried out.
  package var kind: String
  /// When it began.
  package var startedAt: SimTime
  /// When it ended; nil while it goes on.
  package var endedAt: SimTime?
  /// Bytes of the backup.
  package var bytes: Int64 = 0
  /// `running`, `completed` or `failed`.
  package var outcome = "running"
  /// Why it failed; the steps of a drill.
  package var reason = ""
  /// How long bringing the system back would take, as a drill found.
  package var recoveryTime: SimDuration?
  /// How old the state was that a drill brought back.
  package var pointAge: SimDuration?

  /// Describes an attempt of which only the beginning is known.
  package init(index: Int32, system: String, kind: String, startedAt: SimTime) {
    self.index = index
    self.system = system
    self.kind = kind
    self.startedAt = startedAt
  }
}

/// Things of one system whose counterparts in another are missing since one of them was brought
/// back.
package struct InconsistencyRow: Sendable {
  /// Dense number within the run; a row with the same number replaces the earlier one.
  package var index: Int32
  /// The system that has them.
  package var system: String
  /// The system that lacks their counterparts.
  package var other: String
  /// How many there are.
  package var count: Int64
  /// In words: `rows without their objects`.
  package var text: String

  /// Describes what is missing.
  package init(index: Int32, system: String, other: String, count: Int64, text: String) {
    self.index = index
    self.system = system
    self.other = other
    self.count = count
    self.text = text
  }
}
