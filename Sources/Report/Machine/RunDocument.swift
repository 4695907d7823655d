package import Results

/// What `run --json` prints: the verdict and the figures of the summary.
package struct RunDocument: Encodable {
  private let digest: String?
  private let seed: Seed?
  private let exitCode: Int32
  private let status: String
  private let verdict: String
  private let experiment: ExperimentRecord
  private let runs: [RunRecord]
  private let thresholds: [ThresholdRecord]
  private let journeys: [JourneyRecord]
  private let systems: [SystemRecord]
  private let faults: [FaultRecord]
  private let changes: [ChangeRecord]
  private let failovers: [FailoverRecord]
  private let quorums: [QuorumRecord]
  private let backups: [BackupRecord]
  private let inconsistencies: [InconsistencyRecord]
  private let bottlenecks: [BottleneckRecord]
  private let rightsizing: [RightsizingRecord]
  private let notes: [NoteRecord]

  /// Describes an experiment that ends with an exit code.
  package init(_ result: ExperimentResult, exitCode: Int32) {
    digest = result.experiment.digest
    seed = result.runs.first?.seed
    self.exitCode = exitCode
    status = result.experiment.status
    verdict = result.verdict.rawValue
    experiment = result.experiment
    runs = result.runs
    thresholds = result.thresholds
    journeys = result.journeys
    systems = result.systems
    faults = result.faults
    changes = result.changes
    failovers = result.failovers
    quorums = result.quorums
    backups = result.backups
    inconsistencies = result.inconsistencies
    bottlenecks = result.bottlenecks
    rightsizing = result.rightsizing
    notes = result.notes
  }

  /// The document as JSON.
  package func json() throws -> String { try JSONText.of(self) }
}

extension ExperimentList {
  /// The experiments as a JSON array.
  package func json() throws -> String { try JSONText.of(experiments) }
}
