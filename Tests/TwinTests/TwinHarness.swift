import Manifests
import Metrics
import SimulationKernel
import TestSupport
import Twin

/// Keeps a run's rows in memory.
final class MemorySink: RunSink {
  var histograms: [HistogramRow] = []
  var serviceSeconds: [ServiceSecond] = []

  func record(_ block: RunBlock) {
    switch block {
    case .histogram(let row): histograms.append(row)
    case .serviceSeconds(_, let rows): serviceSeconds += rows
    default: break
    }
  }

  func histogram(_ name: String, _ metric: String = "http_req_duration") -> Histogram? {
    histograms.first { $0.name == name && $0.metric == metric }?.histogram
  }
}

/// Lets a run go to its end.
struct PatientObserver: RunObserver {
  func reached(_ time: SimTime, events: UInt64) -> Bool { true }
  func wallSeconds() -> Double { 0 }
}

/// What a test sees of a run.
struct Outcome {
  let summary: RunSummary
  let sink: MemorySink
}

/// One server behind one journey: what the queueing oracles ask.
struct OneServer {
  var work = "- wait: \"exponential(mean: 1ms)\""
  var workers = "1"
  var queue = "100000"
  var replicas = 1
  var rate = 800
  var seconds = 60
  var cpu = "4"
  var more = ""
  var clients = ""

  var yaml: String {
    """
    apiVersion: vhsim.dev/v1alpha1
    kind: Scenario
    metadata: {name: one-server}
    spec:
      seed: 1
      duration: \(seconds)s
      warmUp: 5s
      load:
        load: {executor: constant-arrival-rate, journey: visit, rate: \(rate), duration: \(seconds)s}
    ---
    apiVersion: vhsim.dev/v1alpha1
    kind: Journey
    metadata: {name: visit, namespace: test}
    spec:
      steps:
        - request: {service: server, endpoint: serve, timeout: 60s}
    ---
    apiVersion: vhsim.dev/v1alpha1
    kind: Cluster
    metadata: {name: test}
    spec:
      zones: [{name: zone-a}]
      network: {sameNode: constant(0ms), sameZone: constant(0ms), crossZone: constant(0ms)}
      nodePools:
        - {name: worker, count: 1, cpu: "\(cpu)", memory: 64Gi, zones: [zone-a], reserved: {cpu: "0", memory: "0"}}
    ---
    apiVersion: vhsim.dev/v1alpha1
    kind: ServiceModel
    metadata: {name: server, namespace: test}
    spec:
      workload: deployment/server
      workers: \(workers)
      queue: \(queue)
    \(clients)
      endpoints:
        serve:
          steps:
            \(work)
    ---
    \(Self.workload("server", replicas))
    \(more)
    """
  }

  static func workload(_ name: String, _ replicas: Int) -> String {
    """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: \(name), namespace: test}
    spec:
      replicas: \(replicas)
      selector: {matchLabels: {app: \(name)}}
      template:
        metadata: {labels: {app: \(name)}}
        spec: {containers: [{name: main, image: "test/\(name):1"}]}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: \(name), namespace: test}
    spec: {selector: {app: \(name)}, ports: [{port: 80}]}
    """
  }

  /// Runs the server under a seed; nil when the documents are refused.
  func run(seed: UInt64) -> Outcome? {
    let sources = SourceMap()
    let diagnostics = DiagnosticCollector()
    let loaded = ScenarioFile.load(
      Array(yaml.utf8), path: "test.yaml", sources: sources, diagnostics: diagnostics)
    guard let loaded, let platform = Platform(loaded, diagnostics: diagnostics) else {
      print(diagnostics.diagnostics.rendered(sources: sources, color: false))
      return nil
    }
    let sink = MemorySink()
    let run = TwinRun(
      platform, options: RunOptions(seed: seed, isParanoid: true), sink: sink,
      diagnostics: diagnostics)
    guard let run else { return nil }
    return Outcome(summary: run.run(observer: PatientObserver()), sink: sink)
  }

  /// The mean time in the system of independent runs, in milliseconds, one a seed.
  func meanMilliseconds(seeds: UInt64) -> [Double] {
    samples(seeds: seeds) { seed in
      (run(seed: seed + 1)?.sink.histogram("visit")?.mean ?? .nan) / 1e6
    }
  }
}
