/// A failover of one run.
package struct FailoverRecord: Sendable, Codable {
  /// Number of the run.
  package let run: Int
  /// The system.
  package let system: String
  /// Shard or partition; empty where there is one only.
  package let group: String
  /// The fault that caused it.
  package let fault: String?
  /// When the old primary stopped to serve, in seconds; so are the other times.
  package let lostAt: Double
  /// When the others knew.
  package let detectedAt: Double?
  /// When writes were served again.
  package let recoveredAt: Double?
  /// How long no write could be accepted.
  package let writeGap: Double
  /// From the last write acknowledged before to the first after, as clients saw it.
  package let clientGap: Double?
  /// Writes refused or given up meanwhile.
  package let refusedWrites: Int64
  /// Acknowledged writes that were lost.
  package let lostWrites: Int64
  /// Writes done more than once.
  package let duplicatedWrites: Int64
  /// Reads that missed an acknowledged write.
  package let staleReads: Int64
  /// Who served before.
  package let oldPrimary: String
  /// Who served afterwards.
  package let newPrimary: String

  /// Whether it was brought back from a backup; the group then says in which steps.
  package var isRestore: Bool { group.hasPrefix("restore in ") }

  enum CodingKeys: String, CodingKey {
    case run, system, group, fault
    case lostAt = "lost_at"
    case detectedAt = "detected_at"
    case recoveredAt = "recovered_at"
    case writeGap = "write_gap_s"
    case clientGap = "client_gap_s"
    case refusedWrites = "refused_writes"
    case lostWrites = "lost_writes"
    case duplicatedWrites = "duplicated_writes"
    case staleReads = "stale_reads"
    case oldPrimary = "old_primary"
    case newPrimary = "new_primary"
  }
}

/// A time of one run in which a group had too little of what a write takes.
package struct QuorumRecord: Sendable, Codable {
  /// Number of the run.
  package let run: Int
  /// The system.
  package let system: String
  /// Shard or partition; empty where there is one only.
  package let group: String
  /// The fault that caused it.
  package let fault: String?
  /// When it began, in seconds.
  package let lostAt: Double
  /// When it ended, in seconds; nil where it lasted.
  package let regainedAt: Double?
  /// What there was too little of.
  package let need: String
  /// How much of it a write takes.
  package let needed: Int
  /// How much of it there was at the least.
  package let there: Int
  /// Whether reads stopped too.
  package let stopsReads: Bool

  enum CodingKeys: String, CodingKey {
    case run, system, group, fault, need, needed, there
    case lostAt = "lost_at"
    case regainedAt = "regained_at"
    case stopsReads = "stops_reads"
  }
}

/// A fault of one run with what it hit.
package struct FaultRecord: Sendable, Encodable {
  /// Number of the run.
  package let run: Int
  /// Its name in the scenario.
  package let fault: String
  /// What kind of fault it is.
  package let kind: String
  /// When it was injected, in seconds.
  package let injectedAt: Double
  /// When it was repaired, in seconds.
  package let repairedAt: Double?
  /// What it hit, `Kind name`.
  package let targets: [String]

  enum CodingKeys: String, CodingKey {
    case run, fault, kind, targets
    case injectedAt = "injected_at"
    case repairedAt = "repaired_at"
  }
}

/// A change that the scenario made in one run.
package struct ChangeRecord: Sendable, Codable {
  /// Number of the run.
  package let run: Int
  /// What was done, in kubectl's words.
  package let change: String
  /// What it was done to.
  package let target: String
  /// When, in seconds.
  package let madeAt: Double
  /// When the command returned, in seconds; nil for a drain that still waits.
  package let endedAt: Double?
  /// Why it was refused.
  package let problem: String?

  enum CodingKeys: String, CodingKey {
    case run, change, target, problem
    case madeAt = "made_at"
    case endedAt = "ended_at"
  }
}

/// What a reader of the results must know.
package struct NoteRecord: Sendable, Codable {
  /// `inferred`, `guess`, `not-modelled` or `warning`.
  package let kind: String
  /// What it is about.
  package let subject: String
  /// The sentence.
  package let text: String
}

/// Events of one sort in one run, counted.
package struct EventCountRecord: Sendable, Codable {
  /// The component that told them; `kubectl` and `vhsim` tell what is no event of a cluster.
  package let source: String
  /// `Normal` or `Warning`.
  package let type: String
  /// Machine-readable reason.
  package let reason: String
  /// Kind of the objects.
  package let kind: String
  /// How many there were.
  package let count: Int64
  /// When the first one was emitted, in seconds.
  package let first: Double
  /// When the last one was emitted, in seconds.
  package let last: Double
  /// The message of the first one.
  package let example: String

  enum CodingKeys: String, CodingKey {
    case source, type, reason, kind, count, example
    case first = "first_s"
    case last = "last_s"
  }
}

/// A file that the experiment read.
package struct InputRecord: Sendable, Codable {
  /// Its path.
  package let path: String
  /// SHA-256 of its bytes.
  package let sha256: String
}
