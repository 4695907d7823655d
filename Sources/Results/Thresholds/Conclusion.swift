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
    let judge = StoredJudge(
      database: database, experiment: experiment, runs: runs, warmUp: warmUp,
      end: measured.upperBound, noData: noData, isOver: true)
    var verdicts: [Verdict] = []
    for threshold in thresholds {
      let judgements = try judge.judge(threshold.assertions, of: threshold)
      for (assertion, judgement) in zip(threshold.assertions, judgements) {
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

  /// Fills in the figures of all trends over all runs.
  private func poolTrends() throws {
    for (trend, values) in try pooled(by: "trend_id", from: "") {
      try database.execute(
        sql: """
          UPDATE trend SET count = ?, mean_ms = ?, p50_ms = ?, p90_ms = ?, p95_ms = ?, p99_ms = ?,
            max_ms = ? WHERE id = ?
          """, arguments: StatementArguments(values.figures) + [trend])
    }
    let systems = try pooled(
      by: "service.system",
      from: """
        JOIN service ON service.experiment_id = trend.experiment_id AND service.name = trend.name
          AND trend.scope = 'service' AND trend.metric = 'http_req_duration'
          AND NOT EXISTS (SELECT 1 FROM trend AS own WHERE own.experiment_id = trend.experiment_id
            AND own.scope = 'system' AND own.name = service.system AND own.metric = trend.metric)
        """)
    for (system, values) in systems {
      try database.execute(
        sql: """
          INSERT INTO trend (experiment_id, scope, name, metric, count, mean_ms, p50_ms, p90_ms,
            p95_ms, p99_ms, max_ms)
          VALUES (?, 'system', ?, 'http_req_duration', ?, ?, ?, ?, ?, ?, ?)
          """, arguments: [experiment, system] + StatementArguments(values.figures))
    }
  }

  /// The experiment's histograms, merged where they have the same key.
  private func pooled(by key: String, from joins: String) throws
    -> [(key: DatabaseValue, values: Histogram)]
  {
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT \(key) AS key, histogram.* FROM histogram JOIN trend ON trend.id = trend_id \(joins)
        WHERE trend.experiment_id = ? ORDER BY 1, run_id
        """, arguments: [experiment])
    var pooled: [(key: DatabaseValue, values: Histogram)] = []
    while let row = try rows.next() {
      let key: DatabaseValue = row["key"]
      if pooled.last?.key == key {
        pooled[pooled.count - 1].values.merge(Histogram(row))
      } else {
        pooled.append((key, Histogram(row)))
      }
    }
    return pooled
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

  /// Stores a verdict with the interval of the runs' values, of which no metric's is negative,
  /// whereas Student's t knows no such bound.
  private func store(
    _ judgement: Judgement, of assertion: ThresholdAssertion, key: String, number: Int
  ) throws {
    try database.execute(
      sql: "INSERT INTO threshold VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      arguments: [
        experiment, number, key, assertion.text, assertion.window?.seconds, assertion.during,
        judgement.value, judgement.verdict.rawValue, judgement.firstBreach, judgement.runsHeld,
        judgement.runs, (judgement.interval?.low).map { max(0, $0) }, judgement.interval?.high,
      ])
  }
}

extension Histogram {
  /// Count, mean, percentiles and greatest value in the metric's unit.
  fileprivate var figures: [(any DatabaseValueConvertible)?] {
    let aggregations: [Aggregation] = [
      .average, .median, .percentile(90), .percentile(95), .percentile(99), .maximum,
    ]
    return [Int64(count)] + aggregations.map { trendValue(of: $0) }
  }
}
