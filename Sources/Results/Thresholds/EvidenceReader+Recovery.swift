import GRDB
import Manifests

extension EvidenceReader {
  /// How long bringing systems back would take, by their drills; one that found nothing to bring
  /// back would never end.
  func drills(_ matchers: [LabelMatcher], run: Int64) throws -> Evidence {
    let rows = try Row.fetchAll(
      database,
      sql: "SELECT * FROM backup WHERE run_id = ? AND kind = 'drill' ORDER BY started_at",
      arguments: [run]
    ).filter { matchers.match([(ThresholdLabel.system.rawValue, $0["system"])]) }
    return Evidence(
      slices: rows.map { row in
        let start: Double = row["started_at"]
        let time: Double? = row["rto_s"]
        return Evidence.Slice(
          start: start, end: row["ended_at"] ?? start,
          observation: .values([time.map { $0 * 1_000 } ?? .infinity]))
      })
  }

  /// Things whose counterparts a restore has lost, by the system that has them.
  func inconsistencies(_ matchers: [LabelMatcher], run: Int64) throws -> Evidence {
    let rows = try Row.fetchAll(
      database, sql: "SELECT * FROM inconsistency WHERE run_id = ?", arguments: [run]
    ).filter { matchers.match([(ThresholdLabel.system.rawValue, $0["system"])]) }
    let count: Int64 = rows.reduce(0) { $0 + ($1["count"] as Int64) }
    return Evidence(whole: .count(Double(count)), slices: [])
  }
}
