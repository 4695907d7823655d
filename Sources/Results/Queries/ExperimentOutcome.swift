/// How an experiment ended: what its caller is told even where nothing is shown.
package struct ExperimentOutcome: Sendable {
  /// What was run and how it ended.
  package let experiment: ExperimentRecord
  /// Its runs, in order.
  package let runs: [RunRecord]
  /// Verdicts in the order written.
  package let thresholds: [ThresholdRecord]
  /// Notes by kind.
  package let notes: [NoteRecord]

  /// The worst of the verdicts.
  package var verdict: Verdict {
    Verdict(of: thresholds.compactMap { Verdict(rawValue: $0.verdict) })
  }
}

extension ExperimentResult {
  /// How the experiment ended.
  package var outcome: ExperimentOutcome {
    ExperimentOutcome(experiment: experiment, runs: runs, thresholds: thresholds, notes: notes)
  }

  /// The worst of the verdicts.
  package var verdict: Verdict { outcome.verdict }
}
