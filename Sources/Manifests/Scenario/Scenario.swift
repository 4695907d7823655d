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
  /// What every rate and number of virtual users is multiplied by; 1 where none was written.
  package let loadScale: Double
  /// Who sends what, in the order written.
  package let load: [LoadSpec]
  /// What breaks.
  package let faults: [FaultSpec]
  /// The changes that administrators make.
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

  /// Makes a path.
  package init(path: String, span: SourceSpan) {
    self.path = path
    self.span = span
  }
}

extension Scenario: SpecDocument {
  static let kind = "Scenario"
  /// In place of a length that could not be read: no other time of the document is beyond it.
  private static let unknownDuration = SimDuration.seconds(100 * 365 * 86_400)

  init?(_ header: DocumentHeader, _ reader: inout SpecReader) {
    name = header.name.text
    span = header.name.span
    platform = reader.optional(
      "platform", .object(PlatformPaths.self), default: .none, "the files of the platform")
    seed = reader.optional("seed", .seed, default: 1, "where random numbers start; 1 by default")
    let duration = reader.required(
      "duration", .positiveDuration, "simulated time during which load arrives")
    let length = duration ?? Self.unknownDuration
    warmUp = reader.optional(
      "warmUp", .duration, default: .zero, "the first part, which statistics leave out")
    if warmUp >= length {
      reader.diagnostics.error(
        "the warm-up takes the whole duration", at: reader.span(of: "warmUp"), code: "invalid-time",
        help: "it must be shorter than \(length.seconds) s")
    }
    let gracefulStop = reader.optional(
      "gracefulStop", .duration, default: .seconds(30),
      "how long requests in flight are followed after the end; 30s by default")
    loadScale = reader.optional(
      "loadScale",
      .positive.checked("must be at most 1000000", schema: [("maximum", 1_000_000)]) {
        $0 <= Self.mostLoadScale
      }, default: 1, "what every rate and number of users is multiplied by; 1 by default")
    let timing = LoadSpec.Timing(duration: length, gracefulStop: gracefulStop)
    load = reader.optional("load", .loads(timing), default: [], "who sends what")
    faults = reader.optional("faults", .faults, default: [], "what breaks")
    changes = reader.optional(
      "changes", .list(.object(ChangeSpec.self)), default: [], "what the operators change")
    thresholds = reader.optional("thresholds", .thresholds, default: [], "what must hold")
    noData = reader.optional(
      "noData", .word(NoDataPolicy.self), default: .fail,
      "the verdict on a threshold without samples; fail by default")
    self.duration = length
    self.gracefulStop = gracefulStop
  }
}

extension PlatformPaths: SpecObject {
  static let what = "a platform"
  /// No files but the scenario's own.
  fileprivate static let none = PlatformPaths(manifests: [], cluster: nil, models: [])

  init?(_ reader: inout SpecReader) {
    manifests = reader.optional(
      "manifests", .list(.path), default: [], "files and directories of manifests")
    cluster = reader.optional("cluster", .path, "the file with the Cluster document")
    models = reader.optional("models", .list(.path), default: [], "files and directories of models")
  }
}
