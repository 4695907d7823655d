import Foundation
import Manifests
import Metrics
import Results
import SimulationKernel

/// The results of a small experiment with everything in it that a report shows.
///
/// - Parameter others: names of faults at the same time as the experiment's own.
func exampleResult(others: [String] = []) throws
  -> (result: ExperimentResult, timeline: Timeline, traces: [TraceRecord])
{
  let directory = FileManager.default.temporaryDirectory
    .appendingPathComponent("vhsim-report-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: directory) }
  let path = directory.appendingPathComponent("results.sqlite").path
  let writer = try ExperimentWriter(
    path: path,
    identity: ExperimentIdentity(
      name: "worker-loss", version: "1", startedAt: "2026-01-02T03:04:05Z",
      scenarioPath: "worker-loss.yaml", scenario: "kind: Scenario",
      arguments: "vhsim run worker-loss.yaml", inputs: [], seeds: [42], durationSeconds: 120,
      warmUpSeconds: 20, loadScale: 1, isSteady: false))
  record(into: writer.recorders[0], others)
  try writer.finish(judging: exampleThresholds(), noData: .fail)
  let file = try ResultsFile(path: path)
  let result = try file.result(id: nil)
  let timeline = try file.timeline(of: result.experiment)
  return (result, timeline, try file.traces(of: result.experiment))
}

private func exampleThresholds() throws -> [ThresholdSpec] {
  let text = """
    apiVersion: vhsim.dev/v1alpha1
    kind: Scenario
    metadata: {name: worker-loss}
    spec:
      platform: {manifests: []}
      duration: 120s
      load: {}
      thresholds:
        http_req_duration{journey="chat"}: ["p(95)<1200"]
        http_req_failed: ["rate<0.01"]
    """
  let loaded = ScenarioFile.load(
    Array(text.utf8), path: "worker-loss.yaml", sources: SourceMap(),
    diagnostics: DiagnosticCollector())
  return loaded?.scenario.thresholds ?? []
}

private func record(into recorder: RunRecorder, _ others: [String]) {
  recorder.record(.names(journeys: ["chat"], services: []))
  recorder.record(
    .notes([
      RunNote(kind: .guess, subject: "gateway", text: "8ms of CPU a request"),
      RunNote(kind: .warning, subject: "<cluster>", text: "a node is nearly full"),
    ]))
  var histogram = Histogram()
  for time in 1...120 {
    var row = JourneySecond(journey: 0)
    row.started = 50
    row.finished = 50
    row.requests = 50
    row.failedRequests = time > 60 && time <= 70 ? 10 : 0
    row.durationSumNanoseconds = 50 * 100_000_000
    recorder.record(.journeySeconds(time: SimTime(seconds: Double(time)), [row]))
    if time > 20 { for _ in 0..<50 { histogram.record(SimDuration.milliseconds(100)) } }
  }
  let row = HistogramRow(
    scope: .journey, name: "chat", metric: "http_req_duration", histogram: histogram)
  recorder.record(.histogram(row))
  recorder.record(
    .windows([TrendWindow(row: row, start: .zero, end: SimTime(seconds: 120))]))
  recordUsage(into: recorder)
  recordIncidents(into: recorder, others)
}

/// A journey with a call that failed and was tried again, and a node that is nearly full.
private func recordUsage(into recorder: RunRecorder) {
  func span(_ number: UInt64, _ parent: UInt64?, _ service: String, failed: Bool) -> SpanRow {
    SpanRow(
      trace: 1, span: number, parent: parent, service: service, operation: "chat",
      pod: parent == nil ? "" : "default/<gateway>-1", start: SimTime(seconds: 30 + Double(number)),
      duration: .seconds(5), failed: failed)
  }
  recorder.record(
    .spans([
      span(1, nil, "users", failed: false), span(2, 1, "gateway", failed: true),
      span(3, 1, "gateway", failed: false),
    ]))
  recorder.record(
    .series([
      SeriesDefinition(
        id: 0, name: "vhsim_resource_utilization_ratio",
        labels: [(name: "resource", value: "CPU of node worker-1")]),
      SeriesDefinition(
        id: 1, name: "vhsim_pod_cpu_usage_cores",
        labels: [(name: "workload", value: "default/gateway"), (name: "pod", value: "gateway-1")]),
    ]))
  for second in stride(from: 30.0, through: 120, by: 15) {
    recorder.record(
      .samples(
        time: SimTime(seconds: second),
        [Sample(series: 0, value: 0.8), Sample(series: 1, value: 0.2)]))
  }
}

private func recordIncidents(into recorder: RunRecorder, _ others: [String]) {
  let time = SimTime(seconds: 60)
  recorder.record(
    .faults(
      [
        FaultRow(
          index: 0, name: "worker-loss", kind: "nodeCrash", injectedAt: time,
          repairedAt: time + .seconds(30),
          targets: [FaultTargetRow(kind: "Node", name: "worker-3")])
      ]
        + others.enumerated().map { place, name in
          FaultRow(
            index: Int32(place + 1), name: name, kind: "podKill", injectedAt: time, repairedAt: nil,
            targets: [])
        }))
  var failover = FailoverRow(
    index: 0, system: "postgresql", group: "", fault: "worker-loss", lostAt: time)
  failover.detectedAt = time + .seconds(4)
  failover.recoveredAt = time + .milliseconds(9_400)
  failover.writeGap = .milliseconds(9_400)
  failover.lostWrites = 3
  recorder.record(.failovers([failover]))
  recordRecoveries(into: recorder)
  recorder.record(
    .systems([
      SystemRow(system: "gateway", pods: 3, ready: 2, requests: 5_000, errors: 100),
      SystemRow(system: "postgresql", pods: 3, ready: 3, requests: 12_345, errors: 0),
    ]))
  var summary = RunSummary(
    status: .complete, digest: 0xC0FFEE, events: 120_000, end: SimTime(seconds: 121),
    wallSeconds: 0.25)
  summary.sent = 6_000
  summary.answered = 5_899
  summary.failed = 100
  summary.unfinished = 1
  summary.iterations = 5_999
  summary.interruptedIterations = 1
  recorder.record(.finished(summary))
}

/// One backup that was made, one that had no room, a drill, and what a restore left behind.
private func recordRecoveries(into recorder: RunRecorder) {
  var made = BackupRow(
    index: 0, system: "postgresql", kind: "base", startedAt: SimTime(seconds: 10))
  made.endedAt = SimTime(seconds: 20)
  made.bytes = 1 << 30
  made.outcome = "completed"
  var refused = BackupRow(index: 1, system: "minio", kind: "base", startedAt: SimTime(seconds: 30))
  refused.endedAt = refused.startedAt
  refused.outcome = "failed"
  refused.reason = "the destination is full"
  var drill = BackupRow(
    index: 2, system: "postgresql", kind: "drill", startedAt: SimTime(seconds: 40))
  drill.endedAt = SimTime(seconds: 60)
  drill.outcome = "completed"
  drill.recoveryTime = .seconds(250)
  drill.pointAge = .seconds(31)
  recorder.record(.backups([made, refused, drill]))
  recorder.record(
    .inconsistencies([
      InconsistencyRow(
        index: 0, system: "minio", other: "postgresql", count: 1_234,
        text: "objects without their rows")
    ]))
}
