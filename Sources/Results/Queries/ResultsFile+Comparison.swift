import Foundation
import GRDB
import SimulationKernel

extension ResultsFile {
  /// Compares an experiment of this file with one of another, or of the same.
  package func comparison(
    of base: ExperimentRecord, with candidate: ExperimentRecord, in other: ResultsFile,
    tolerance: Double
  ) throws(ResultsError) -> ExperimentComparison {
    ExperimentComparison(
      base: base, try quantities(of: base), candidate: candidate,
      try other.quantities(of: candidate), tolerance: tolerance)
  }

  /// What is compared: response times and errors of journeys, write gaps of systems.
  private func quantities(of experiment: ExperimentRecord) throws(ResultsError) -> [RunQuantity] {
    try read { database in
      var found = QuantityTable()
      try Self.addTrends(to: &found, database, experiment)
      try Self.addErrors(to: &found, database, experiment)
      try Self.addFailovers(to: &found, database, experiment)
      return found.quantities
    }
  }

  private static func addTrends(
    to found: inout QuantityTable, _ database: Database, _ experiment: ExperimentRecord
  ) throws {
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT seed, trend.name, metric, histogram.* FROM run
          JOIN histogram ON histogram.run_id = run.id JOIN trend ON trend.id = trend_id
        WHERE run.experiment_id = ? AND scope = 'journey' AND metric <> 'mos'
          AND histogram.count > 0
        ORDER BY trend_id, run.number
        """, arguments: [experiment.id])
    while let row = try rows.next() {
      let values = Histogram(row)
      let metric: String = row["metric"]
      let figures = [
        ("avg", values.mean), ("p50", values.quantile(0.5)), ("p95", values.quantile(0.95)),
        ("p99", values.quantile(0.99)),
      ]
      for (name, value) in figures {
        found.add(
          row, subject: row["name"], metric: metric + " " + name, unit: "ms",
          value: value / Histogram.unitsPerMetric)
      }
    }
  }

  private static func addErrors(
    to found: inout QuantityTable, _ database: Database, _ experiment: ExperimentRecord
  ) throws {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT seed, journey.name, sum(journey_second.failed) * 1.0 / sum(requests) AS share
        FROM run
          JOIN journey_second ON journey_second.run_id = run.id
          JOIN journey ON journey.id = journey_id
        WHERE run.experiment_id = ? AND second > ? GROUP BY journey.id, run.id
        HAVING sum(requests) > 0 ORDER BY journey.id, run.number
        """, arguments: [experiment.id, experiment.warmUp])
    for row in rows {
      found.add(
        row, subject: row["name"], metric: "http_req_failed", unit: RunQuantity.share,
        value: row["share"])
    }
  }

  private static func addFailovers(
    to found: inout QuantityTable, _ database: Database, _ experiment: ExperimentRecord
  ) throws {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT seed, known.system, coalesce(max(write_gap_s), 0) AS gap,
          coalesce(sum(lost_writes), 0) AS lost
        FROM run
          CROSS JOIN (
            SELECT DISTINCT system FROM run JOIN failover ON failover.run_id = run.id
            WHERE run.experiment_id = :id
          ) AS known
          LEFT JOIN failover ON failover.run_id = run.id AND failover.system = known.system
        WHERE run.experiment_id = :id GROUP BY known.system, run.id
        ORDER BY known.system, run.number
        """, arguments: ["id": experiment.id])
    for row in rows {
      for (metric, unit, value) in [
        ("write gap", "s", row["gap"] as Double), ("lost writes", "", row["lost"]),
      ] {
        found.add(
          row, subject: row["system"], metric: metric, unit: unit, value: value,
          isZeroWhenAbsent: true)
      }
    }
  }
}

/// Quantities as they are found, each with the runs' values.
private struct QuantityTable {
  var quantities: [RunQuantity] = []

  mutating func add(
    _ row: Row, subject: String, metric: String, unit: String, value: Double,
    isZeroWhenAbsent: Bool = false
  ) {
    let written: String = row["seed"]
    let pair = (seed: UInt64(written) ?? 0, value: value)
    let new = RunQuantity(
      metric: metric, subject: subject, unit: unit, values: [pair],
      isZeroWhenAbsent: isZeroWhenAbsent)
    if let known = quantities.firstIndex(where: { $0.isSame(as: new) }) {
      quantities[known].values.append(pair)
    } else {
      quantities.append(new)
    }
  }
}
