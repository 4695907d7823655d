import SimulationKernel

/// Neo4j: each database is a Raft group of its primaries.
///
/// A follower detects the loss of the leader after 20 to 23 s and further rounds take 3 to 6 s
/// (docs-operations, dbms.cluster.raft.*). Without a majority the database is read-only. The
/// managed transactions of its drivers retry for 30 s, so a server that knows no leader refuses at
/// once. A member that lacks more than the log keeps copies the whole store from another. A server
/// whose disk is new has another identity: it is free until it is enabled and gets databases.
package enum Neo4j {
  /// How many primaries keep a database writable while some of them are away.
  package static func primaries(tolerating faults: Int) -> Int { 2 * faults + 1 }

  /// What a database still does: writes need a majority of its primaries, reads any copy.
  package static func availability(
    primaries: Int, down: Int, secondaries: Int
  ) -> (writes: Bool, reads: Bool) {
    (Quorum.isServing(voters: primaries, away: down), down < primaries || secondaries > 0)
  }

  static func sentences(primaries: Int) -> [String] {
    let next = Self.primaries(tolerating: Quorum.tolerance(of: primaries) + 1)
    let lost = availability(primaries: primaries, down: next / 2, secondaries: 0)
    return [
      "with \(next / 2) primaries away it "
        + (lost.writes ? "takes writes" : lost.reads ? "only reads" : "is down")
        + "; \(next) primaries would take writes"
    ]
  }

  /// What a member keeps of its log (db.cluster.raft.log.prune_strategy): a number of bytes or of
  /// entries, or all; nil for a text that says none of these.
  package enum LogPruning: Equatable, Sendable {
    case bytes(Int64), entries(UInt64), nothingPruned

    /// Reads `1g size`, `10000 entries` (`txs` are the same), `keep_none` and `keep_all`; hours and
    /// days are not for this log (CoreLogPruningStrategyFactory, ThresholdConfigParser).
    package init?(_ text: String) {
      let words = text.split(separator: " ").map { $0.lowercased() }
      switch words.first {
      case "keep_all", "true": self = .nothingPruned
      case "keep_none", "false": self = .entries(1)
      default:
        guard words.count == 2, let count = Self.number(words[0]) else { return nil }
        switch words[1] {
        case "size": self = .bytes(count)
        case "entries", "txs": self = .entries(UInt64(count))
        default: return nil
        }
      }
    }

    /// A number with k, m or g for thousands of 1024 (Config's parseLongWithUnit).
    private static func number(_ word: String) -> Int64? {
      let shift =
        switch word.last {
        case "k": 10
        case "m": 20
        case "g": 30
        default: 0
        }
      guard let count = Int64(shift > 0 ? String(word.dropLast()) : word), count >= 0,
        count < 1 << 32
      else { return nil }
      return count << Int64(shift)
    }
  }

  /// What is given up of the log, at intervals (dbms.cluster.raft.log.pruning_frequency, 10 min):
  /// the files of 250 MiB (rotation_size) that are not needed for the newest gibibyte.
  private static func compaction(_ options: EngineOptions) -> RaftParameters.Compaction? {
    var rule = RaftParameters.Compaction(keepingBytes: 1 << 30)
    switch options.word("raftLogPruning").flatMap({ LogPruning($0) }) {
    case .nothingPruned: return nil
    case .bytes(let bytes): rule.keepingBytes = bytes
    case .entries(let count):
      rule.keepingBytes = 0
      rule.keeping = count
    case nil: break
    }
    rule.interval = (options.duration("raftLogPruningFrequency", .minutes(10)), .zero)
    rule.fileBytes = Int64(options.number("raftLogFileSize", 250 * 1_048_576))
    return rule
  }

  /// What of its settings is not understood.
  static func findings(_ options: EngineOptions) -> [String] {
    guard let text = options.word("raftLogPruning"), LogPruning(text) == nil else { return [] }
    return ["db.cluster.raft.log.prune_strategy \(text) is not understood: 1g size is taken"]
  }

  static func configuration(_ options: EngineOptions) -> EngineConfiguration {
    let detection = options.range("leaderFailureDetection", .seconds(20)...(.seconds(23)))
    let round = options.range("electionFailureDetection", .seconds(3)...(.seconds(6)))
    var parameters = RaftParameters(
      heartbeat: options.duration("heartbeat", .seconds(1)),
      electionTimeout: options.range("electionTimeout", detection), roundTimeout: round,
      preVote: true, quorumCheck: detection.lowerBound)
    // A database with one primary runs without Raft (docs-operations, clustering).
    parameters.loneAdvance = .infinity
    parameters.rejoinsEmpty = false
    parameters.compaction = compaction(options)
    var configuration = EngineConfiguration(agreement: .raft(parameters), shards: options.rings)
    configuration.readers = .anyCopy
    configuration.roleLabel = .init(
      key: "vhsim.dev/role", primary: "leader", replica: "follower")
    configuration.memberReplacement = options.duration("memberReplacement")
    return configuration
  }
}
