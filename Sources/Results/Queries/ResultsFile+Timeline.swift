import Foundation
import GRDB
import SimulationKernel

extension ResultsFile {
  /// How an experiment went over time.
  package func timeline(of experiment: ExperimentRecord) throws(ResultsError) -> Timeline {
    try read { database in
      Timeline(
        seconds: try Self.seconds(database, experiment),
        windows: try Self.windows(database, experiment),
        replicas: try Self.replicas(database, experiment))
    }
  }

  private static func seconds(_ database: Database, _ experiment: ExperimentRecord) throws
    -> [Timeline.Second]
  {
    let runs = Double(max(1, experiment.runs))
    return try Row.fetchAll(
      database,
      sql: """
        SELECT second, sum(started) AS started, sum(requests) AS requests,
          sum(journey_second.failed) AS failed
        FROM run JOIN journey_second ON journey_second.run_id = run.id
        WHERE experiment_id = ? GROUP BY second ORDER BY second
        """, arguments: [experiment.id]
    ).map { row in
      let (started, requests, failed): (Double, Double, Double) =
        (row["started"], row["requests"], row["failed"])
      return Timeline.Second(
        time: row["second"], started: started / runs, requests: requests / runs,
        errors: failed / runs)
    }
  }

  private static func windows(_ database: Database, _ experiment: ExperimentRecord) throws
    -> [Timeline.Window]
  {
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT trend_window.* FROM trend_window JOIN trend ON trend.id = trend_id
        WHERE experiment_id = ? AND scope = 'journey' AND metric = 'http_req_duration'
        ORDER BY start_s, end_s
        """, arguments: [experiment.id])
    var windows: [(start: Double, end: Double, values: Histogram)] = []
    while let row = try rows.next() {
      let (start, end): (Double, Double) = (row["start_s"], row["end_s"])
      if let last = windows.last, last.start == start, last.end == end {
        windows[windows.count - 1].values.merge(Histogram(row))
      } else {
        windows.append((start, end, Histogram(row)))
      }
    }
    return windows.map { start, end, values in
      func figure(_ share: Double) -> Double { values.quantile(share) / Histogram.unitsPerMetric }
      return Timeline.Window(
        time: (start + end) / 2, p50: figure(0.5), p95: figure(0.95), p99: figure(0.99))
    }
  }

  /// Lines in a chart that can still be told apart.
  private static let mostLines = 8

  private static func replicas(_ database: Database, _ experiment: ExperimentRecord) throws
    -> [Timeline.Line]
  {
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT series.id, labels, time_ms, value
        FROM run CROSS JOIN sample ON sample.run_id = run.id
          CROSS JOIN series ON series.id = series_id
        WHERE run.experiment_id = :id AND run.number = 1 AND value IS NOT NULL AND series.name IN (
          'kube_deployment_status_replicas_ready', 'kube_statefulset_status_replicas_ready')
        ORDER BY series.id, time_ms
        """, arguments: ["id": experiment.id])
    var lines: [(id: Int64, name: String, points: [(time: Double, value: Double)])] = []
    while let row = try rows.next() {
      let id: Int64 = row["id"]
      if lines.last?.id != id { lines.append((id, workloadName(row["labels"]), [])) }
      let milliseconds: Double = row["time_ms"]
      lines[lines.count - 1].points.append((milliseconds / 1_000, row["value"]))
    }
    let moving = lines.map { (line: $0, changes: changes(in: $0.points)) }
      .filter { $0.changes > 0 }
      .sorted { ($1.changes, $0.line.id) < ($0.changes, $1.line.id) }
    return moving.prefix(mostLines).map {
      Timeline.Line(name: $0.line.name, points: $0.line.points)
    }
  }

  private static func changes(in points: [(time: Double, value: Double)]) -> Int {
    zip(points, points.dropFirst()).count { $0.value != $1.value }
  }

  private static func workloadName(_ labels: String) -> String {
    let pairs = labelPairs(labels)
    let name = pairs.first { $0.name == "deployment" || $0.name == "statefulset" }?.value
    return name ?? labels
  }
}
