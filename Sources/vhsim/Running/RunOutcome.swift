import ArgumentParser
import Results

/// What an experiment tells its caller.
struct RunOutcome {
  private let result: ExperimentResult
  private let undecidedFails: Bool

  init(_ result: ExperimentResult, undecidedFails: Bool) {
    self.result = result
    self.undecidedFails = undecidedFails
  }

  /// Interruption before everything else, then thresholds.
  var exitCode: ExitCode {
    if result.experiment.status != "complete" { return .interrupted }
    switch result.verdict {
    case .fail: return .thresholdFailed
    case .undecided: return undecidedFails ? .thresholdFailed : .success
    case .pass, .noData: return .success
    }
  }
}
