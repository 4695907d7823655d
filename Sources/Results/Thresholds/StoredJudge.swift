import GRDB
import Manifests

/// Judges conditions on what runs have stored.
struct StoredJudge {
  let database: Database
  let experiment: Int64
  /// Row IDs of the runs to judge.
  let runs: [Int64]
  /// Seconds from which and up to which is judged.
  let warmUp: Double
  let end: Double
  let noData: NoDataPolicy
  /// Whether the runs are over; until then a window that is not full yet is left out.
  let isOver: Bool

  private var measured: Range<Double> { warmUp..<max(warmUp, end) }

  /// The verdict on a condition.
  func judge(_ assertion: ThresholdAssertion, of threshold: ThresholdSpec) throws -> Judgement {
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
      assertion: assertion, isPooled: isPooled, measured: measured, noData: noData, isOver: isOver
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
}
