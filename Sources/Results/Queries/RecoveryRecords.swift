/// An attempt to back a system up, or to try its backup out, in one run.
package struct BackupRecord: Sendable, Codable {
  /// Number of the run.
  package let run: Int
  /// The system.
  package let system: String
  /// `base` or `drill`.
  package let kind: String
  /// When it began, in seconds.
  package let startedAt: Double
  /// When it ended, in seconds.
  package let endedAt: Double?
  /// Bytes of the backup.
  package let bytes: Int64
  /// `running`, `completed` or `failed`.
  package let outcome: String
  /// Why it failed; the steps of a drill.
  package let reason: String
  /// How long a real loss would last, in seconds.
  package let recoveryTime: Double?
  /// How old the state was that a drill brought back, in seconds.
  package let pointAge: Double?

  enum CodingKeys: String, CodingKey {
    case run, system, kind, bytes, outcome, reason
    case startedAt = "started_at"
    case endedAt = "ended_at"
    case recoveryTime = "rto_s"
    case pointAge = "rpo_s"
  }
}

/// What one system lacks of another after a restore, in one run.
package struct InconsistencyRecord: Sendable, Codable {
  /// Number of the run.
  package let run: Int
  /// The system that has them.
  package let system: String
  /// The system that lacks their counterparts.
  package let other: String
  /// How many there are.
  package let count: Int64
  /// In words.
  package let text: String
}

extension ExperimentQueries {
  func backups() throws -> [BackupRecord] {
    try records(
      """
      SELECT backup.*, run.number AS run FROM backup JOIN run ON run.id = run_id
      WHERE experiment_id = :id ORDER BY run.number, started_at, backup.number
      """
    )
  }

  func inconsistencies() throws -> [InconsistencyRecord] {
    try records(
      """
      SELECT inconsistency.*, run.number AS run FROM inconsistency JOIN run ON run.id = run_id
      WHERE experiment_id = :id AND count > 0 ORDER BY run.number, inconsistency.number
      """
    )
  }
}
