import GRDB
import Manifests
import SimulationKernel

/// The last words on an experiment, from its stored rows alone: trends over all runs, warm-up,
/// verdicts, digest, status.
struct Conclusion {
  let database: Database
  let experiment: Int64
  private let runs: [Int64]
  private let warmUp: Double
  private let measured: Range<Double>
  private let isSteady: Bool

  init(_ database: Database, experiment: Int64) throws {
    self.database = database
    self.experiment = experiment
    runs = try Int64.fetchAll(
      database, sql: "SELECT id FROM run WHERE experiment_id = ? ORDER BY number",
      arguments: [experiment])
    let row = try Row.fetchOne(
      database,
      sql: """
        SELECT warm_up_s, duration_s, is_steady, (SELECT min(sim_end_s) FROM run
          WHERE experiment_id = experiment.id) AS end_s FROM experiment WHERE id = ?
        """, arguments: [experiment])
    let duration: Double = row?["duration_s"] ?? 0
    let end = min(duration, row?["end_s"] ?? duration)
    warmUp = row?["warm_up_s"] ?? 0
    measured = warmUp..<max(warmUp, end)
    isSteady = row?["is_steady"] ?? false
  }

  /// Stores them all.
  func conclude(_ thresholds: [ThresholdSpec], noData: NoDataPolicy) throws {
    try poolTrends()
    if isSteady { try checkWarmUp() }
    let statuses = try String.fetchAll(
      database, sql: "SELECT status FROM run WHERE experiment_id = ?", arguments: [experiment])
    let isComplete = !statuses.contains("interrupted")
    var verdicts: [Verdict] = []
    for threshold in thresholds {
      for assertion in threshold.assertions {
        let judgement = try judge(assertion, of: threshold, noData: noData)
        verdicts.append(judgement.verdict)
        try store(judgement, of: assertion, key: threshold.key, number: verdicts.count)
      }
    }
    try database.execute(
      sql: "UPDATE experiment SET verdict = ?, digest = ?, status = ? WHERE id = ?",
      arguments: [
        Verdict(of: verdicts).rawValue, isComplete ? try digest() : nil,
        isComplete ? "complete" : "interrupted", experiment,
      ])
  }

  /// The fold of the runs' digests in their order; that of the only run where there is one.
  private func digest() throws -> String? {
    let digests = try String.fetchAll(
      database,
      sql: """
        SELECT digest FROM run WHERE experiment_id = ? AND digest IS NOT NULL ORDER BY number
        """, arguments: [experiment])
    guard digests.count > 1 else { return digests.first }
    var fold = Digest(seed: UInt64(digests.count))
    for digest in digests { fold.fold(UInt64(digest, radix: 16) ?? 0) }
    return fold.description
  }

  private func poolTrends() throws {
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT histogram.* FROM histogram JOIN trend ON trend.id = trend_id
        WHERE experiment_id = ? ORDER BY trend_id, run_id
        """, arguments: [experiment])
    var pooled: [(trend: Int64, values: Histogram)] = []
    while let row = try rows.next() {
      let trend: Int64 = row["trend_id"]
      if pooled.last?.trend == trend {
        pooled[pooled.count - 1].values.merge(Histogram(row))
      } else {
        pooled.append((trend, Histogram(row)))
      }
    }
    for (trend, values) in pooled {
      func figure(_ aggregation: Aggregation) -> Double? { values.trendValue(of: aggregation) }
      try database.execute(
        sql: """
          UPDATE trend SET count = ?, mean_ms = ?, p50_ms = ?, p90_ms = ?, p95_ms = ?, p99_ms = ?,
            max_ms = ? WHERE id = ?
          """,
        arguments: [
          Int64(values.count), figure(.average), figure(.median), figure(.percentile(90)),
          figure(.percentile(95)), figure(.percentile(99)), figure(.maximum), trend,
        ])
    }
  }

  /// Looks for the end of the warm-up in the mean response time of each second of the first run.
  private func checkWarmUp() throws {
    let means = try Double.fetchAll(
      database,
      sql: """
        SELECT sum(duration_us) / 1e6 / sum(requests) FROM journey_second
        WHERE run_id = ? AND second <= ? GROUP BY second HAVING sum(requests) > 0 ORDER BY second
        """, arguments: [runs.first, measured.upperBound])
    guard let check = WarmUpCheck(means) else { return }
    try database.execute(
      sql: "UPDATE experiment SET warm_up_found_s = ? WHERE id = ?",
      arguments: [Double(check.truncation), experiment])
  }

  private func judge(
    _ assertion: ThresholdAssertion, of threshold: ThresholdSpec, noData: NoDataPolicy
  ) throws -> Judgement {
    let reader = EvidenceReader(database: database, experiment: experiment, warmUp: warmUp)
    let evidence = try runs.map { run in
      AssertionJudge.Run(
        evidence: try reader.evidence(of: threshold.subject, run: run),
        fault: try assertion.during.flatMap { try interval(ofFault: $0, run: run) })
    }
    let isPooled =
      switch threshold.subject.type {
      case .trend, .rate: true
      case .counter: assertion.aggregation == .rate
      case .gauge: false
      }
    return AssertionJudge(
      assertion: assertion, isPooled: isPooled, measured: measured, noData: noData
    ).judge(evidence)
  }

  /// When a fault was there; to the end of the run where it was not repaired.
  private func interval(ofFault name: String, run: Int64) throws -> Range<Double>? {
    let row = try Row.fetchOne(
      database,
      sql: "SELECT min(injected_at) AS start, max(repaired_at) AS end FROM fault "
        + "WHERE run_id = ? AND name = ?", arguments: [run, name])
    guard let start: Double = row?["start"] else { return nil }
    let end: Double = row?["end"] ?? measured.upperBound
    return start..<max(start, end)
  }

  private func store(
    _ judgement: Judgement, of assertion: ThresholdAssertion, key: String, number: Int
  ) throws {
    try database.execute(
      sql: "INSERT INTO threshold VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      arguments: [
        experiment, number, key, assertion.text, assertion.window?.seconds, assertion.during,
        judgement.value, judgement.verdict.rawValue, judgement.firstBreach, judgement.runsHeld,
        judgement.runs, judgement.interval?.low, judgement.interval?.high,
      ])
  }
}
