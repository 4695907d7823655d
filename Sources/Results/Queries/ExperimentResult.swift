/// Everything that a summary says about an experiment.
package struct ExperimentResult: Sendable {
  /// What was run and how it ended.
  package let experiment: ExperimentRecord
  /// Its runs, in order.
  package let runs: [RunRecord]
  /// Its journeys.
  package let journeys: [JourneyRecord]
  /// Its systems, by name.
  package let systems: [SystemRecord]
  /// All trends, journeys' first.
  package let trends: [TrendRecord]
  /// Verdicts in the order written.
  package let thresholds: [ThresholdRecord]
  /// Failovers by run and time.
  package let failovers: [FailoverRecord]
  /// Quorums lost, by run and time.
  package let quorums: [QuorumRecord]
  /// Backups and drills by run and time.
  package let backups: [BackupRecord]
  /// What systems lack of each other after a restore, by run.
  package let inconsistencies: [InconsistencyRecord]
  /// Faults by run and time.
  package let faults: [FaultRecord]
  /// Changes by run and time.
  package let changes: [ChangeRecord]
  /// Notes by kind.
  package let notes: [NoteRecord]
  /// Kubernetes events of the first run, warnings first, the most frequent first.
  package let events: [EventCountRecord]
  /// Files that were read.
  package let inputs: [InputRecord]
  /// What fills up, the fullest first.
  package let bottlenecks: [BottleneckRecord]
  /// What workloads request and use.
  package let rightsizing: [RightsizingRecord]

  /// Seconds with load that were simulated: fewer than the experiment's where a run ended early.
  package var simulatedSeconds: Double {
    min(runs.compactMap(\.simEnd).min() ?? experiment.duration, experiment.duration)
  }

  /// Seconds that figures are about: the time with load less the warm-up, in one run.
  package var measuredSeconds: Double { max(0, simulatedSeconds - experiment.warmUp) }

  /// Whether the warm-up was not over when the last run ended, so that nothing was measured.
  package var endedInWarmUp: Bool { experiment.warmUp > 0 && measuredSeconds == 0 }
}
