import GRDB
import Manifests
import Metrics

extension EvidenceReader {
  /// Requests, failed requests or dropped iterations, second by second.
  func counts(of metric: ThresholdMetric, _ matchers: [LabelMatcher], run: Int64) throws
    -> Evidence
  {
    let isJourney = matchers.scope == .journey
    let ids = isJourney ? try journeys(matchers) : try services(matchers)
    guard !ids.isEmpty else { return .none }
    let list = ids.map(String.init).joined(separator: ",")
    let rows = try Row.fetchCursor(
      database,
      sql: isJourney
        ? """
        SELECT second, sum(requests) AS requests, sum(failed) AS failed, sum(dropped) AS dropped
        FROM journey_second WHERE run_id = ? AND second > ? AND journey_id IN (\(list))
        GROUP BY second ORDER BY second
        """
        : """
        SELECT second, sum(requests) AS requests, sum(errors) AS failed, 0 AS dropped
        FROM service_second WHERE run_id = ? AND second > ? AND service_id IN (\(list))
        GROUP BY second ORDER BY second
        """,
      arguments: [run, warmUp])
    var slices: [Evidence.Slice] = []
    while let row = try rows.next() {
      let second: Double = row[0]
      slices.append(
        Evidence.Slice(
          start: second - 1, end: second, observation: Self.observation(of: metric, row))
      )
    }
    return Evidence(slices: slices)
  }

  /// Requests that failed from the first fault on, beyond the share that failed before it.
  ///
  /// Without a fault nothing was harmed.
  func harm(_ matchers: [LabelMatcher], run: Int64) throws -> Evidence {
    let first = try Double.fetchOne(
      database, sql: "SELECT min(injected_at) FROM fault WHERE run_id = ?", arguments: [run])
    let seconds = try counts(of: .requestFailed, matchers, run: run).slices
    guard let first else { return Evidence(whole: .count(0), slices: []) }
    let before = Evidence.merged(seconds.filter { $0.end <= first })
    var usual = 0.0
    if case .share(let bad, let total) = before, total > 0 { usual = bad / total }
    return Evidence(
      slices: seconds.filter { $0.start >= first }.map { second in
        guard case .share(let bad, let total) = second.observation else { return second }
        return Evidence.Slice(
          start: second.start, end: second.end,
          observation: .excess(bad: bad, expected: usual * total))
      })
  }

  /// What a row of requests, failed and dropped ones after its second says.
  private static func observation(of metric: ThresholdMetric, _ row: Row) -> Observation {
    switch metric {
    case .requestFailed: .share(bad: row[2], total: row[1])
    case .droppedIterations: .count(row[3])
    default: .count(row[1])
    }
  }

  private func journeys(_ matchers: [LabelMatcher]) throws -> [Int64] {
    try Row.fetchAll(
      database, sql: "SELECT id, name FROM journey WHERE experiment_id = ?",
      arguments: [experiment]
    ).compactMap { row in
      matchers.match([(ThresholdLabel.journey.rawValue, row["name"])]) ? row["id"] : nil
    }
  }

  private func services(_ matchers: [LabelMatcher]) throws -> [Int64] {
    try services().filter { matchers.match($0.labels) }.map(\.id)
  }
}
