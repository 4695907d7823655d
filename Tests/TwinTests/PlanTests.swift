import Foundation
import Manifests
import Metrics
import Testing
import Twin

@Suite("Plans")
struct PlanTests {
  @Test("Faults are shown with the pods that they would hit, by role and by claim too")
  func targets() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let faults = """
      [{name: primary, at: 1m, podKill: {store: {system: postgresql, role: primary}}}, \
      {name: claim, at: 1m, diskLost: {volume: small/data-redis-3}}, \
      {name: machine, at: 1m, nodeCrash: {machineOf: {volume: small/data-redis-3}}}, \
      {name: nobody, at: 1m, podKill: {volume: small/data-redis-9}}]
      """
    let sources = SourceMap()
    let collector = DiagnosticCollector()
    let loaded = ScenarioFile.load(
      path: root.appending(path: "scenarios/small/baseline.yaml").path(),
      overrides: [Override("spec.faults=" + faults)], sources: sources, diagnostics: collector)
    let problems = collector.diagnostics.rendered(sources: sources, color: false)
    let platform = try #require(
      loaded.flatMap { Platform($0, diagnostics: collector) }, "\(problems)")
    let plan = try #require(PlatformPlan(platform, diagnostics: collector))
    let hit = Dictionary(uniqueKeysWithValues: plan.faults.map { ($0.name, $0.targets) })
    let primary = try #require(hit["primary"])
    #expect(primary.count == 1 && primary[0].name.hasPrefix("small/postgresql-"))
    #expect(hit["claim"]?.map(\.name) == ["small/redis-3"])
    #expect(hit["machine"]?.contains { $0.name == "small/redis-3" } == true)
    #expect(hit["nobody"]?.isEmpty == true)
  }

  @Test("What pods request is shown beside what the Cluster document says was meant")
  func intended() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let sources = SourceMap()
    let collector = DiagnosticCollector()
    let loaded = ScenarioFile.load(
      path: root.appending(path: "scenarios/baseline.yaml").path(), overrides: [],
      sources: sources, diagnostics: collector)
    let platform = try #require(loaded.flatMap { Platform($0, diagnostics: collector) })
    let plan = try #require(PlatformPlan(platform, diagnostics: collector))
    let meant = try #require(plan.intended)
    #expect(meant.milliCPU == 50_000 && meant.memoryBytes == 128_000_000_000)
    #expect(meant.storageBytes == 2_000_000_000_000)
    // The platform is built to what was meant: within a tenth.
    let cores = plan.nodes.reduce(0) { $0 + $1.requestedMilliCPU }
    #expect(abs(Double(cores) / 50_000 - 1) < 0.1, "\(cores)")
    #expect(abs(Double(plan.claimedBytes) / 2e12 - 1) < 0.1, "\(plan.claimedBytes)")
  }

  @Test("A profile with a plugin that the scheduler does not have is no platform")
  func unknownPlugin() {
    let text = """
      apiVersion: vhsim.dev/v1alpha1
      kind: Scenario
      metadata: {name: test}
      spec: {duration: 10m}
      ---
      apiVersion: vhsim.dev/v1alpha1
      kind: Cluster
      metadata: {name: test}
      spec:
        zones: [{name: a}]
        nodePools: [{name: worker, cpu: "4", memory: 16Gi}]
        scheduler:
          profiles:
          - plugins: {filter: {disabled: [{name: NodeNames}]}}

      """
    let sources = SourceMap()
    let collector = DiagnosticCollector()
    let loaded = ScenarioFile.load(
      Array(text.utf8), path: "test.yaml", sources: sources, diagnostics: collector)
    #expect(loaded != nil && !collector.hasErrors)
    let platform = loaded.flatMap { Platform($0, diagnostics: collector) }
    let items = collector.diagnostics.items
    #expect(platform == nil && items.map(\.help) == ["did you mean \"NodeName\"?"])
    #expect(items.map { sources.location(of: $0.span) } == ["test.yaml:14:44"])
  }

  /// plugin/pkg/admission/limitranger/admission.go maxConstraint.
  @Test("A plan names the workloads whose pods the API refuses, with its words")
  func refused() throws {
    func deployment(_ name: String, cores: Int) -> String {
      HopelessManifest.pods(name, "resources: {limits: {cpu: \(cores)}}", namespace: "bound")
    }
    let range = """
      apiVersion: v1
      kind: LimitRange
      metadata: {name: bounds, namespace: bound}
      spec: {limits: [{type: Container, max: {cpu: "2"}}]}
      """
    let plan = try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 1",
      services: [Server(steps: [])],
      documents: [range, deployment("fits", cores: 2), deployment("big", cores: 3)]
    ).plan()
    #expect(plan.refused.map(\.workload) == ["bound/big"])
    let words = "is forbidden: maximum cpu usage per Container is 2, but limit is 3"
    #expect(plan.refused.allSatisfy { $0.reason.hasSuffix(words) })
    let placed = plan.nodes.flatMap(\.pods).filter { $0.hasPrefix("bound/") }
    #expect(placed.count == 2 && placed.allSatisfy { $0.hasPrefix("bound/fits-") })
  }
}
