/// What an experiment is: enough to tell what was run and to run it again.
package struct ExperimentIdentity: Sendable {
  /// `metadata.name` of the scenario.
  package var name: String
  /// Version of vhsim.
  package var version: String
  /// Wall time of the start, ISO 8601.
  package var startedAt: String
  /// The scenario's path as given.
  package var scenarioPath: String
  /// Its document with the `--set` values in place.
  package var scenario: String
  /// The command line, quoted as for a shell.
  package var arguments: String
  /// Every file that was read, with the SHA-256 of its bytes.
  package var inputs: [InputFileHash]
  /// One run each.
  package var seeds: [UInt64]
  /// Simulated time during which load arrives, in seconds.
  package var durationSeconds: Double
  /// Its first part, left out of statistics, in seconds.
  package var warmUpSeconds: Double
  /// What every rate is multiplied by.
  package var loadScale: Double
  /// Whether load is constant and nothing breaks or changes, so that a run has a steady state.
  package var isSteady: Bool

  /// Describes an experiment.
  package init(
    name: String, version: String, startedAt: String, scenarioPath: String, scenario: String,
    arguments: String, inputs: [InputFileHash], seeds: [UInt64], durationSeconds: Double,
    warmUpSeconds: Double, loadScale: Double, isSteady: Bool
  ) {
    self.name = name
    self.version = version
    self.startedAt = startedAt
    self.scenarioPath = scenarioPath
    self.scenario = scenario
    self.arguments = arguments
    self.inputs = inputs
    self.seeds = seeds
    self.durationSeconds = durationSeconds
    self.warmUpSeconds = warmUpSeconds
    self.loadScale = loadScale
    self.isSteady = isSteady
  }
}

/// A file that an experiment read.
package struct InputFileHash: Sendable {
  /// Its path as read.
  package var path: String
  /// SHA-256 of its bytes, 64 hexadecimal digits.
  package var sha256: String

  /// Names a file and takes the hash of its bytes.
  package init(path: String, bytes: some Sequence<UInt8>) {
    self.path = path
    sha256 = SHA256.hexadecimal(of: bytes)
  }
}
