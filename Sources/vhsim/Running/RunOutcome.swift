import ArgumentParser
import Metrics
import Results

/// What an experiment tells its caller.
struct RunOutcome {
  private let result: ExperimentResult
  private let undecidedFails: Bool

  init(_ result: ExperimentResult, undecidedFails: Bool) {
    self.result = result
    self.undecidedFails = undecidedFails
  }

  /// Runs that stopped because more was under way than a run can hold.
  var overwhelmed: [RunRecord] {
    result.runs.filter { $0.status == RunSummary.Status.overwhelmed.rawValue }
  }

  /// Interruption before everything else, then runs that could not go on, then thresholds.
  var exitCode: ExitCode {
    if result.experiment.status != "complete" { return .interrupted }
    if !overwhelmed.isEmpty { return .thresholdFailed }
    switch result.verdict {
    case .fail: return .thresholdFailed
    case .undecided: return undecidedFails ? .thresholdFailed : .success
    case .pass, .noData: return .success
    }
  }
}
