import Foundation
import GRDB
import Manifests
import Metrics
import Results
import SimulationKernel

/// A results file in a directory of its own that is gone with it.
final class TemporaryResults {
  let path: String
  private let directory: URL

  init() throws {
    directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("vhsim-results-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    path = directory.appendingPathComponent("results.sqlite").path
  }

  deinit { try? FileManager.default.removeItem(at: directory) }

  /// Writes an experiment whose runs record what a function says.
  @discardableResult
  func write(
    seeds: [UInt64] = [1], warmUp: Double = 0, duration: Double = 100,
    thresholds: [ThresholdSpec] = [], noData: NoDataPolicy = .fail, isSteady: Bool = false,
    _ record: (Int, RunRecorder) -> Void
  ) throws -> ExperimentResult {
    let writer = try ExperimentWriter(
      path: path,
      identity: .example(seeds: seeds, warmUp: warmUp, duration: duration, isSteady: isSteady))
    for run in seeds.indices {
      writer.recorders[run].record(.names(journeys: ["chat", "voice"], services: []))
      record(run, writer.recorders[run])
      writer.recorders[run].record(.finished(.example(digest: UInt64(run + 7), end: duration)))
    }
    try writer.finish(judging: thresholds, noData: noData)
    return try ResultsFile(path: path).result(id: writer.experiment)
  }

  /// The values of a query, row by row.
  func rows(_ sql: String) throws -> [Row] {
    try DatabaseQueue(path: path).read { try Row.fetchAll($0, sql: sql) }
  }
}

extension ExperimentIdentity {
  static func example(
    seeds: [UInt64] = [1], warmUp: Double = 0, duration: Double = 100, isSteady: Bool = false
  ) -> ExperimentIdentity {
    ExperimentIdentity(
      name: "example", version: "1", startedAt: "2026-01-02T03:04:05Z",
      scenarioPath: "example.yaml", scenario: "kind: Scenario", arguments: "vhsim run example.yaml",
      inputs: [InputFileHash(path: "example.yaml", bytes: "abc".utf8)], seeds: seeds,
      durationSeconds: duration, warmUpSeconds: warmUp, loadScale: 1, isSteady: isSteady)
  }
}

extension RunSummary {
  static func example(digest: UInt64, end: Double) -> RunSummary {
    var summary = RunSummary(
      status: .complete, digest: digest, events: 1_000, end: SimTime(seconds: end),
      wallSeconds: 0.5)
    summary.sent = 100
    summary.answered = 97
    summary.failed = 2
    summary.unfinished = 1
    return summary
  }
}

/// Conditions as a scenario's author writes them.
func thresholds(_ lines: String) throws -> [ThresholdSpec] {
  let text = """
    apiVersion: vhsim.dev/v1alpha1
    kind: Scenario
    metadata: {name: example}
    spec:
      platform: {manifests: []}
      duration: 100s
      load: {}
      faults: [{name: outage, at: 40s, duration: 20s, nodeCrash: {node: worker-1}}]
      thresholds:
    \(lines.split(separator: "\n").map { "    " + $0 }.joined(separator: "\n"))
    """
  let collector = DiagnosticCollector()
  let loaded = ScenarioFile.load(
    Array(text.utf8), path: "example.yaml", sources: SourceMap(), diagnostics: collector)
  struct NotRead: Error { let messages: [String] }
  guard let loaded, !loaded.scenario.thresholds.isEmpty else {
    throw NotRead(messages: collector.diagnostics.items.map(\.message))
  }
  return loaded.scenario.thresholds
}

/// A journey's trend with one value for each length in ms.
func trend(_ milliseconds: [Double], journey: String = "chat") -> HistogramRow {
  var histogram = Histogram()
  for value in milliseconds { histogram.record(SimDuration(seconds: value / 1_000)) }
  return HistogramRow(
    scope: .journey, name: journey, metric: "http_req_duration", histogram: histogram)
}

/// One second of the first journey.
func second(_ requests: UInt32, failed: UInt32 = 0) -> JourneySecond {
  var row = JourneySecond(journey: 0)
  row.requests = requests
  row.failedRequests = failed
  row.started = requests
  row.finished = requests
  return row
}
