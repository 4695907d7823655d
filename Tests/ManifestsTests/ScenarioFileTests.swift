import Foundation
import Manifests
import SimulationKernel
import Testing

@Suite("Scenario files")
struct ScenarioFileTests {
  private static let cluster = """
    ---
    apiVersion: vhsim.dev/v1alpha1
    kind: Cluster
    metadata: {name: c}
    spec:
      zones: [{name: zone-a}, {name: zone-b}]
      network: {between: [{zones: [zone-a, zone-b], latency: 1ms}]}
      nodePools: [{name: worker, count: 3, cpu: "16", memory: 32Gi, zones: [zone-a, zone-b]}]
    """

  @Test("have defaults for everything but a name and a duration")
  func defaults() throws {
    let read = ScenarioText(spec: "")
    #expect(read.items.isEmpty, "\(read.rendered)")
    let scenario = try #require(read.scenario)
    #expect(scenario.name == "test" && scenario.duration == .minutes(10))
    #expect(scenario.seed == 1 && scenario.warmUp == .zero && scenario.loadScale == 1)
    #expect(scenario.gracefulStop == .seconds(30) && scenario.noData == .fail)
    #expect(scenario.load.isEmpty && scenario.faults.isEmpty && scenario.thresholds.isEmpty)
  }

  @Test("may hold the whole platform in further documents")
  func furtherDocuments() throws {
    let read = ScenarioText(
      spec: "",
      documents: Self.cluster + """

        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec: {ports: [{port: 80}]}
        """)
    #expect(read.items.isEmpty, "\(read.rendered)")
    let loaded = try #require(read.loaded)
    #expect(loaded.objects.map(\.kind) == ["Service"])
    let cluster = try #require(loaded.models.cluster)
    #expect(cluster.nodeNames == ["worker-1", "worker-2", "worker-3"])
    let pool = try #require(cluster.nodePools.first)
    #expect(pool.milliCPU == 16_000 && pool.memoryBytes == 32 << 30 && pool.pods == 110)
    #expect(cluster.network.bandwidthBitsPerSecond == 10 << 30)
    #expect(cluster.start == .running && cluster.version == "1.31" && cluster.mesh == nil)
  }

  @Test("may make a pool elastic, within bounds that are in order")
  func elasticPools() throws {
    func read(_ pool: String, _ settings: String = "") -> ScenarioText {
      ScenarioText(
        spec: "",
        documents: Self.cluster.replacingOccurrences(
          of: "zones: [zone-a, zone-b]}]", with: "zones: [zone-a, zone-b], \(pool)}]\(settings)"))
    }
    let good = read("min: 2, max: 5, priority: 7", "\n  autoscaler: {expander: least-waste}")
    #expect(good.items.isEmpty, "\(good.rendered)")
    let cluster = try #require(good.loaded?.models.cluster)
    let elasticity = try #require(cluster.nodePools.first?.elasticity)
    #expect(elasticity.least == 2 && elasticity.greatest == 5 && elasticity.priority == 7)
    // Machines that the pool can get may be named.
    #expect(cluster.nodeNames.last == "worker-5" && cluster.nodePools.first?.count == 3)
    let autoscaler = try #require(cluster.autoscaler)
    #expect(autoscaler.expanders == [.leastWaste])
    #expect(autoscaler.unneededTime == .minutes(10))
    #expect(autoscaler.utilizationThreshold == 0.5)
    for bad in ["", "least-waste junk", "random,"] {
      let items = read("min: 2, max: 5", "\n  autoscaler: {expander: \"\(bad)\"}").items
      #expect(items.map(\.code) == ["invalid-value"], "\(bad)")
    }
    for bad in ["min: 4, max: 5", "min: 1, max: 2", "min: 6, max: 5"] {
      #expect(read(bad).items.map(\.code) == ["out-of-range"], "\(bad)")
    }
  }

  @Test("name files relative to themselves, and may name their own directory")
  func paths() throws {
    let directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("vhsim-files-\(ProcessInfo.processInfo.processIdentifier)")
    let models = directory.appendingPathComponent("models")
    try FileManager.default.createDirectory(at: models, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    func write(_ text: String, _ name: String) throws {
      try text.write(
        to: directory.appendingPathComponent(name), atomically: true, encoding: .utf8)
    }
    try write(
      """
      apiVersion: vhsim.dev/v1alpha1
      kind: Scenario
      metadata: {name: t}
      spec:
        duration: 1m
        platform: {manifests: [.], models: [models], cluster: cluster.yaml}
        changes: [{at: 10s, apply: web.yaml}]
      """, "scenario.yaml")
    try write(Self.cluster, "cluster.yaml")
    try write("apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {}\n", "web.yaml")
    try write(
      """
      apiVersion: vhsim.dev/v1alpha1
      kind: Journey
      metadata: {name: j}
      spec: {steps: [{think: 1s}]}
      """, "models/journey.yaml")
    let diagnostics = DiagnosticCollector()
    let loaded = try #require(
      ScenarioFile.load(
        path: directory.appendingPathComponent("scenario.yaml").path, sources: SourceMap(),
        diagnostics: diagnostics))
    #expect(diagnostics.diagnostics.items.isEmpty)
    #expect(loaded.objects.map(\.name) == ["web"])
    #expect(loaded.models.journeys.map(\.name) == ["j"])
    #expect(loaded.models.cluster?.name == "c")
    #expect(loaded.applied.map(\.change) == [0])
    #expect(loaded.applied.first?.objects.map(\.kind) == ["Service"])
  }

  private static let misfits = """
    warmUp: 10m
    load:
      a: {executor: constant-arrival-rate, journey: chatt, rate: 1, duration: 5m, startTime: 6m}
      b: {executor: constant-vu, journey: chat}
      c: {executor: ramping-vus, journey: chat, stages: []}
      d: {journey: chat}
      e: {executor: constant-vus, journey: chat, rate: 5}
      f: {executor: constant-arrival-rate, journey: chat, rate: -1, duration: 0s}
    faults:
      - {name: loss, at: 1m, nodeCrash: {node: woker-1}}
      - {at: 1m, zoneLoss: {zone: zone-c}}
    changes: [{at: 11m, drain: {node: worker-9}}]
    thresholds:
      http_reqs: [{threshold: count>0, during: los}, {threshold: count>0, window: 1h}]
    noDat: fail
    """

  @Test("are checked against themselves and the cluster")
  func checks() {
    let read = ScenarioText(
      spec: Self.misfits,
      documents: Self.cluster + """

        ---
        apiVersion: vhsim.dev/v1alpha1
        kind: Journey
        metadata: {name: chat}
        spec: {steps: [{think: 1s}]}
        ---
        apiVersion: vhsim.dev/v1alpha1
        kind: Jurney
        metadata: {name: x}
        """)
    #expect(
      read.marked == [
        "10m -> the warm-up takes the whole duration (it must be shorter than 600.0 s)",
        "chatt -> there is no journey \"chatt\" (did you mean \"chat\"?)",
        "5m -> the load ends after the scenario (the scenario ends 240.0 s after the load's "
          + "start, the load 300.0 s)",
        "constant-vu -> \"constant-vu\" is no executor (did you mean \"constant-vus\"?)",
        "[] -> needs at least one stage",
        "{ -> a load needs an executor or a shape (executor: one of constant-arrival-rate, "
          + "ramping-arrival-rate, constant-vus, ramping-vus, per-vu-iterations, "
          + "shared-iterations; or one of shape, diurnal, spike, step, burst)",
        "rate -> unknown field \"rate\" in a constant-vus load",
        "-1 -> must not be negative",
        "0s -> must be above 0",
        "woker-1 -> the cluster has no node \"woker-1\" (did you mean \"worker-1\"?)",
        "zone-c -> the cluster has no zone \"zone-c\" (did you mean \"zone-a\"?)",
        "11m -> the change comes after the scenario's end",
        "worker-9 -> the cluster has no node \"worker-9\" (did you mean \"worker-1\"?)",
        "los -> there is no fault \"los\" (did you mean \"loss\"?)",
        "count>0 -> the window is longer than the scenario",
        "noDat -> unknown field \"noDat\" in the spec of a Scenario (did you mean \"noData\"?)",
        "Jurney -> vhsim.dev/v1alpha1 has no kind \"Jurney\" (did you mean \"Journey\"?)",
      ])
  }

  @Test("tell of missing files and unknown names also where their length is wrong")
  func allAtOnce() {
    let read = ScenarioText(
      spec: """
        platform: {manifests: [no-such-directory]}
        load: {users: {executor: constant-arrival-rate, journey: chta, rate: 1}}
        faults: [{name: loss, at: 20m, nodeCrash: {node: worker-9}}]
        """,
      documents: Self.cluster + """

        ---
        apiVersion: vhsim.dev/v1alpha1
        kind: Journey
        metadata: {name: chat}
        spec: {steps: [{request: {service: web, endpoint: serve}}]}
        """, duration: "10x")
    #expect(
      read.items.map(\.message) == [
        "\"10x\" is no duration", "no-such-directory does not exist",
        "there is no journey \"chta\"", "the cluster has no node \"worker-9\"",
      ])
  }

  @Test("show their mistakes with line and caret")
  func golden() {
    let read = ScenarioText(
      """
      apiVersion: vhsim.dev/v1alpha1
      kind: Scenario
      metadata: {name: t}
      spec:
        duration: 10m
        load: {chat: {executor: constnt-vus, journey: chat}}
        thresholds:
          http_req_duration{journey="chat"}: ["p(95)<1200", "p(95)>=1.2%"]
      """)
    let expected = """
      error[invalid-value]: "constnt-vus" is no executor
       --> scenario.yaml:6:27
        |
      6 |   load: {chat: {executor: constnt-vus, journey: chat}}
        |                           ^^^^^^^^^^^
        |
        = help: did you mean "constant-vus"?

      error[invalid-threshold]: the metric is no share
       --> scenario.yaml:8:63
        |
      8 |     http_req_duration{journey="chat"}: ["p(95)<1200", "p(95)>=1.2%"]
        |                                                               ^^^^

      """
    #expect(read.rendered == expected)
  }

  @Test(
    "without a scenario are refused",
    arguments: [
      ("", "no-scenario"),
      ("apiVersion: v1\nkind: Service\nmetadata: {name: a}\n", "no-scenario"),
      (
        "apiVersion: vhsim.dev/v1\nkind: Scenario\nmetadata: {name: a}\nspec: {duration: 1s}",
        "invalid-value"
      ),
      ("apiVersion: vhsim.dev/v1alpha1\nkind: Scenario\nmetadata: {name: a}\n", "missing-field"),
    ])
  func noScenario(text: String, code: String) {
    let read = ScenarioText(text)
    #expect(read.items.map(\.code) == [code])
  }
}
