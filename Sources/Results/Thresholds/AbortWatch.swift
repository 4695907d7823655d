import GRDB
import Manifests
package import SimulationKernel

/// Looks while runs go on whether a threshold with `abortOnFail` is broken.
///
/// It judges what is stored so far by the rules of the last judgement, every ten seconds of
/// simulated time (k6: every two), after waiting until everything up to then is stored; so when a
/// run is aborted depends on nothing but the run.
package struct AbortWatch: Sendable {
  private let assertions: [(threshold: ThresholdSpec, assertion: ThresholdAssertion)]
  private let blocks: BlockQueue
  private let queue: DatabaseQueue?
  private let experiment: Int64
  private let runs: [Int64]
  private let warmUp: SimDuration
  /// Simulated time between two looks.
  private static let interval = SimDuration.seconds(10)

  init(
    _ thresholds: [ThresholdSpec], path: String, blocks: BlockQueue, experiment: Int64,
    runs: [Int64], warmUp: SimDuration
  ) throws(ResultsError) {
    assertions = thresholds.flatMap { threshold in
      threshold.assertions.filter(\.abortOnFail).map { (threshold, $0) }
    }
    queue = assertions.isEmpty ? nil : try DatabaseFile.openForReading(path)
    if !assertions.isEmpty { blocks.beginReading() }
    self.blocks = blocks
    self.experiment = experiment
    self.runs = runs
    self.warmUp = warmUp
  }

  /// Whether a run, by its place among the runs, is to end at a time; a failure to read lets it go
  /// on, as storing reports it at the end.
  package func isBroken(run: Int, at time: SimTime) -> Bool {
    guard let queue, time.nanoseconds % Self.interval.nanoseconds == 0 else {
      return false
    }
    let elapsed = time - SimTime.zero
    let due = assertions.filter { elapsed >= max(warmUp, $0.assertion.delayAbortEval) }
    guard !due.isEmpty else { return false }
    blocks.waitUntilStored()
    let broken = try? queue.read { database in
      let judge = StoredJudge(
        database: database, experiment: experiment, runs: [runs[run]],
        warmUp: warmUp.seconds, end: time.seconds, noData: .pass, isOver: false)
      return try due.contains { due in
        try judge.judge([due.assertion], of: due.threshold).contains { $0.verdict == .fail }
      }
    }
    return broken ?? false
  }
}
