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

  /// The verdicts on conditions of a threshold, in their order.
  func judge(_ assertions: [ThresholdAssertion], of threshold: ThresholdSpec) throws
    -> [Judgement]
  {
    let reader = EvidenceReader(database: database, experiment: experiment, warmUp: warmUp)
    let evidence = try runs.map { try reader.evidence(of: threshold.subject, run: $0) }
    return try assertions.map { assertion in
      let seen = try zip(runs, evidence).map { run, evidence in
        AssertionJudge.Run(
          evidence: evidence,
          fault: try assertion.during.flatMap { try interval(ofFault: $0, run: run) })
      }
      return AssertionJudge(
        assertion: assertion, isPooled: isPooled(assertion, of: threshold), measured: measured,
        noData: noData, isOver: isOver
      ).judge(seen)
    }
  }

  /// Whether the runs' samples are judged together.
  private func isPooled(_ assertion: ThresholdAssertion, of threshold: ThresholdSpec) -> Bool {
    switch threshold.subject.type {
    case .trend, .rate: true
    case .counter: assertion.aggregation == .rate
    case .gauge: false
    }
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
