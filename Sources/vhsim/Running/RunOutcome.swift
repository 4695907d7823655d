import ArgumentParser
import Metrics
import Results

/// What an experiment tells its caller.
struct RunOutcome {
  private let outcome: ExperimentOutcome
  private let undecidedFails: Bool

  init(_ outcome: ExperimentOutcome, undecidedFails: Bool) {
    self.outcome = outcome
    self.undecidedFails = undecidedFails
  }

  /// Runs that stopped because more was under way than a run can hold.
  var overwhelmed: [RunRecord] {
    outcome.runs.filter { $0.status == RunSummary.Status.overwhelmed.rawValue }
  }

  /// Why such runs stopped.
  var overwhelmedReason: String {
    outcome.notes.first { $0.subject == "run" }?.text ?? "stopped early"
  }

  /// Interruption before everything else, then runs that could not go on, then thresholds.
  var exitCode: ExitCode {
    if outcome.experiment.status != "complete" { return .interrupted }
    if !overwhelmed.isEmpty { return .thresholdFailed }
    switch outcome.verdict {
    case .fail: return .thresholdFailed
    case .undecided: return undecidedFails ? .thresholdFailed : .success
    case .pass, .noData: return .success
    }
  }
}
