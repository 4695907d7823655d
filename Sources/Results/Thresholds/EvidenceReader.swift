import Foundation
import GRDB
import Manifests
import Metrics
import SimulationKernel

/// Finds what is stored of a threshold's metric.
struct EvidenceReader {
  let database: Database
  let experiment: Int64
  /// End of the warm-up, in seconds.
  let warmUp: Double

  /// The evidence of one run.
  ///
  /// PromQL expressions are refused when the scenario is read.
  func evidence(of subject: ThresholdSubject, run: Int64) throws -> Evidence {
    switch subject {
    case .promql: return .none
    case .metric(let metric, let matchers): return try evidence(of: metric, matchers, run: run)
    }
  }

  private func evidence(of metric: ThresholdMetric, _ matchers: [LabelMatcher], run: Int64) throws
    -> Evidence
  {
    switch metric {
    case .requestDuration, .timeToFirstToken, .timeToFirstAudio, .meanOpinionScore:
      return try trend(metric.rawValue, matchers, run: run) { .distribution($0) }
    case .apdex:
      let durations = ThresholdMetric.requestDuration.rawValue
      return try trend(durations, matchers, run: run) { .apdex($0) }
    case .requestFailed, .requests, .droppedIterations:
      return try counts(of: metric, matchers, run: run)
    case .recoveryTime, .unavailableTime, .dataLossWindow, .lostWrites, .duplicatedWrites:
      return try failovers(metric, matchers, run: run)
    case .staleReads:
      let reads = try counter(named: "vhsim_stale_reads_total", matchers, run: run)
      return reads.whole == nil ? Evidence(whole: .count(0), slices: []) : reads
    case .restoreDrillTime: return try drills(matchers, run: run)
    case .inconsistencies: return try inconsistencies(matchers, run: run)
    case .recoveryPointAge:
      return try gauge(
        named: "vhsim_recovery_point_age_seconds", matchers, scale: 1_000, run: run)
    case .timeToAlert, .timeToNotify: return .none
    case .queueAge, .consumerLag:
      let stored = try trend(metric.rawValue, matchers, run: run) { .distribution($0) }
      if stored.whole != nil { return stored }
      let (name, scale) = metric.isTime ? ("_seconds", 1_000.0) : ("", 1)
      return try gauge(
        named: "vhsim_" + metric.rawValue + name, matchers, scale: scale, run: run)
    case .errorBudgetBurned:
      return try gauge(named: "vhsim_error_budget_burned_ratio", matchers, scale: 1, run: run)
    case .requestsHarmed: return try harm(matchers, run: run)
    case .sessionsDropped:
      return try counter(named: "vhsim_" + metric.rawValue + "_total", matchers, run: run)
    }
  }

  /// A trend's distribution over the run and within its windows.
  private func trend(
    _ metric: String, _ matchers: [LabelMatcher], run: Int64,
    as observation: (Histogram) -> Observation
  ) throws -> Evidence {
    let trends = try trends(of: metric, matchers)
    guard !trends.isEmpty else { return .none }
    let list = trends.map(String.init).joined(separator: ",")
    let whole = try Row.fetchAll(
      database, sql: "SELECT * FROM histogram WHERE run_id = ? AND trend_id IN (\(list))",
      arguments: [run])
    var merged: Histogram?
    for row in whole {
      let values = Histogram(row)
      if merged == nil { merged = values } else { merged?.merge(values) }
    }
    let pieces = try Row.fetchAll(
      database,
      sql: """
        SELECT * FROM trend_window WHERE run_id = ? AND trend_id IN (\(list)) AND start_s >= ?
        ORDER BY start_s
        """, arguments: [run, warmUp])
    return Evidence(
      whole: merged.map(observation),
      slices: pieces.map { row in
        Evidence.Slice(
          start: row["start_s"], end: row["end_s"], observation: observation(Histogram(row)))
      })
  }

  /// IDs of the trends that a key means: without labels, those of all journeys.
  ///
  /// A system without trends of its own has those of its services.
  private func trends(of metric: String, _ matchers: [LabelMatcher]) throws -> [Int64] {
    let services = try services()
    let rows = try Row.fetchAll(
      database, sql: "SELECT id, scope, name FROM trend WHERE experiment_id = ? AND metric = ?",
      arguments: [experiment, metric])
    var wanted = matchers.scope.rawValue
    if matchers.scope == .system, !rows.contains(where: { $0["scope"] == wanted }) {
      wanted = TrendScope.service.rawValue
    }
    return rows.compactMap { row in
      let scope: String = row["scope"]
      let name: String = row["name"]
      guard scope == wanted else { return nil }
      var labels = [(name: scope, value: name)]
      if scope == TrendScope.service.rawValue {
        labels = services.first { $0.name == name }?.labels ?? labels
      }
      return matchers.match(labels) ? row["id"] : nil
    }
  }

  /// The experiment's services with their labels.
  func services() throws
    -> [(id: Int64, name: String, labels: [(name: String, value: String)])]
  {
    try Row.fetchAll(
      database, sql: "SELECT * FROM service WHERE experiment_id = ?", arguments: [experiment]
    ).map { row in
      let labels: [(name: String, value: String)] = [
        (ThresholdLabel.service.rawValue, row["name"]),
        (ThresholdLabel.system.rawValue, row["system"]),
        (ThresholdLabel.workload.rawValue, row["workload"]),
      ]
      return (row["id"], row["name"], labels)
    }
  }
}

extension [LabelMatcher] {
  /// Whose figures a key is about: the narrowest thing that it names, else all journeys.
  var scope: TrendScope {
    if mention(.journey) { return .journey }
    if mention(.service) || mention(.workload) { return .service }
    return mention(.system) ? .system : .journey
  }
}

extension Histogram {
  /// Restores a histogram from a row of `histogram` or `trend_window`.
  init(_ row: Row) {
    let (sum, minimum, maximum): (Int64, Int64, Int64) =
      (row["sum"], row["minimum"], row["maximum"])
    let buckets: Data = row["buckets"]
    self = HistogramBlob.decode(
      [UInt8](buckets), sum: UInt64(bitPattern: sum), minimum: UInt64(bitPattern: minimum),
      maximum: UInt64(bitPattern: maximum))
  }
}
