import GRDB
import Manifests
import Metrics

extension EvidenceReader {
  /// Failovers of the systems that a key names, each at the time of its loss.
  ///
  /// The recovery time counts from the fault that caused it, or from the loss where none did; a
  /// system that never recovered took infinitely long. Times are those of the system's data: the
  /// group that coordinates it counts only for a key that names a group.
  func failovers(_ metric: ThresholdMetric, _ matchers: [LabelMatcher], run: Int64) throws
    -> Evidence
  {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT failover.*, fault.injected_at FROM failover
          LEFT JOIN fault ON fault.run_id = failover.run_id AND fault.name = failover.fault
        WHERE failover.run_id = ? ORDER BY lost_at
        """, arguments: [run]
    ).filter { Self.isMeant($0, by: matchers, metric) }
    let slices = rows.map { row in
      let start: Double = row["injected_at"] ?? row["lost_at"]
      let end: Double? = row["recovered_at"]
      return Evidence.Slice(
        start: start, end: end ?? start, observation: Self.observation(of: metric, row, start, end))
    }
    let nothing: Observation? = metric.type == .counter ? .count(0) : nil
    return Evidence(whole: slices.isEmpty ? nothing : nil, slices: slices)
  }

  private static func isMeant(
    _ row: Row, by matchers: [LabelMatcher], _ metric: ThresholdMetric
  ) -> Bool {
    let group: String = row["group"]
    let labels: [(name: String, value: String)] = [
      (ThresholdLabel.system.rawValue, row["system"]), (ThresholdLabel.group.rawValue, group),
    ]
    let isOfData =
      group != FailoverRow.coordination || matchers.mention(.group)
      || (metric != .recoveryTime && metric != .unavailableTime)
    return isOfData && matchers.match(labels)
  }

  private static func observation(
    of metric: ThresholdMetric, _ row: Row, _ start: Double, _ end: Double?
  ) -> Observation {
    switch metric {
    case .lostWrites: return .count(row["lost_writes"])
    case .duplicatedWrites: return .count(row["duplicated_writes"])
    case .unavailableTime:
      let gap: Double = row["write_gap_s"]
      return .values([gap * 1_000])
    case .dataLossWindow:
      let window: Double = row["data_loss_window_s"]
      return .values([window * 1_000])
    default: return .values([end.map { ($0 - start) * 1_000 } ?? .infinity])
    }
  }
}
