package import SimulationKernel

/// What happens to a platform during a run: a `Scenario` document.
package struct Scenario: Sendable {
  /// `metadata.name`.
  package let name: String
  /// Where the name was written.
  package let span: SourceSpan
  /// The files that describe the platform.
  package let platform: PlatformPaths
  /// Where random numbers start; 1 where none was written.
  package let seed: UInt64
  /// Simulated time during which load arrives.
  package let duration: SimDuration
  /// The first part of it that statistics leave out; none where none was written.
  package let warmUp: SimDuration
  /// How long requests in flight are followed after the end; 30 s where none was written.
  package let gracefulStop: SimDuration
  /// What every rate is multiplied by; 1 where none was written.
  package let loadScale: Double
  /// Who sends what, in the order written.
  package let load: [LoadSpec]
  /// What breaks.
  package let faults: [FaultSpec]
  /// What the operators change.
  package let changes: [ChangeSpec]
  /// What must hold.
  package let thresholds: [ThresholdSpec]
  /// The verdict on a threshold without samples; `fail` where none was written.
  package let noData: NoDataPolicy
}

/// The verdict on a threshold without samples.
package enum NoDataPolicy: String, Sendable, CaseIterable {
  case fail, warn, pass
}

/// The files that describe the platform, resolved against the scenario's own directory.
package struct PlatformPaths: Sendable {
  /// Files and directories of Kubernetes manifests.
  package let manifests: [ManifestPath]
  /// The file with the Cluster document; nil where none was written.
  package let cluster: ManifestPath?
  /// Files and directories of models.
  package let models: [ManifestPath]
}

/// A file or directory that a document names.
package struct ManifestPath: Sendable {
  /// The path, relative to the working directory.
  package let path: String
  /// Where it was written.
  package let span: SourceSpan
}
