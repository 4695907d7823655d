import Foundation
import Manifests
import Metrics
import SimulationKernel
import Testing
import Twin

/// A small platform of which runs are made: one node without a network, and services on it.
struct Laboratory {
  private let platform: Platform

  /// Reads the documents of a scenario with its services, journeys and machines.
  init(
    load: String, duration: String = "60s", warmUp: String = "10s", services: [Server],
    journeys: [String: String] = ["customer": "{service: server, endpoint: serve}"],
    stores: [Broker] = [], documents others: [String] = [], changes: String = "[]",
    faults: String = "[]", cores: Int = 64, pools: [String] = [], zones: [String] = ["zone-a"],
    network: [String] = [], mesh: String? = nil, start: String = "running",
    version: String? = nil
  ) throws {
    let users = journeys.sorted { $0.key < $1.key }.map { name, request in
      Self.journey(named: name, "spec: {steps: [{request: \(request)}]}")
    }
    let documents =
      [
        Self.scenario(
          load: load, duration: duration, warmUp: warmUp, changes: changes, faults: faults),
        Self.machines(
          cores: cores, pools: pools, zones: zones, network: network, mesh: mesh, start: start)
          + (version.map { "\n  version: \"\($0)\"" } ?? ""),
      ]
      + services.map(\.documents) + stores.map(\.documents) + users + others
    let text = documents.joined(separator: "\n---\n")
    let sources = SourceMap()
    let collector = DiagnosticCollector()
    let loaded = ScenarioFile.load(
      [UInt8](text.utf8), path: "laboratory.yaml", sources: sources, diagnostics: collector)
    let platform = loaded.flatMap { Platform($0, diagnostics: collector) }
    let problems = collector.diagnostics.rendered(sources: sources, color: false)
    self.platform = try #require(platform, "\(problems)")
  }

  /// Reads a scenario's file.
  init(scenario path: String) throws {
    let sources = SourceMap()
    let collector = DiagnosticCollector()
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    let loaded = ScenarioFile.load(
      [UInt8](bytes), path: path, sources: sources, diagnostics: collector)
    let platform = loaded.flatMap { Platform($0, diagnostics: collector) }
    let problems = collector.diagnostics.rendered(sources: sources, color: false)
    self.platform = try #require(platform, "\(problems)")
  }

  /// A journey's document.
  static func journey(named name: String, _ spec: String) -> String {
    """
    apiVersion: vhsim.dev/v1alpha1
    kind: Journey
    metadata: {name: \(name), namespace: default}
    \(spec)
    """
  }

  private static func scenario(
    load: String, duration: String, warmUp: String, changes: String, faults: String
  ) -> String {
    """
    apiVersion: vhsim.dev/v1alpha1
    kind: Scenario
    metadata: {name: laboratory}
    spec:
      duration: \(duration)
      warmUp: \(warmUp)
      load:
        users: {\(load)}
      changes: \(changes)
      faults: \(faults)
    """
  }

  private static func machines(
    cores: Int, pools: [String], zones: [String], network: [String], mesh: String?,
    start: String
  ) -> String {
    """
    apiVersion: vhsim.dev/v1alpha1
    kind: Cluster
    metadata: {name: laboratory}
    spec:
      start: \(start)
      zones: [\(zones.map { "{name: \($0)}" }.joined(separator: ", "))]
      network:
        sameNode: constant(0ms)
        sameZone: constant(0ms)
        crossZone: constant(0ms)
    \(network.map { "    \($0)" }.joined(separator: "\n"))
      mesh: \(mesh ?? "{enabled: false}")
      nodePools:
        - {name: worker, count: 1, cpu: "\(cores)", memory: 256Gi}
    \(pools.map { "    - \($0)" }.joined(separator: "\n"))
    """
  }

  /// Simulates one run with its conservation laws checked in every second.
  func run(
    seed: UInt64, loadScale: Double = 1, until: SimDuration? = nil
  ) throws -> (summary: RunSummary, rows: RowKeeper) {
    let rows = RowKeeper()
    let collector = DiagnosticCollector()
    let options = RunOptions(
      seed: seed, loadScale: loadScale, until: until, isParanoid: true)
    guard let run = TwinRun(platform, options: options, sink: rows, diagnostics: collector) else {
      throw Unbuildable(messages: collector.diagnostics.items.map(\.message))
    }
    return (run.run(observer: PatientObserver()), rows)
  }

  /// What a dry run shows.
  func plan() throws -> PlatformPlan {
    let collector = DiagnosticCollector()
    return try #require(PlatformPlan(platform, diagnostics: collector))
  }

  /// What a measurement gives in each of some runs.
  func measure(
    seeds count: UInt64 = 30, _ value: (RunSummary, RowKeeper) throws -> Double
  ) throws -> [Double] {
    try (0..<count).map { seed in
      let (summary, rows) = try run(seed: seed)
      return try value(summary, rows)
    }
  }

  /// The mean durations of the customers' requests in ms, one a run.
  func meanDurations(seeds count: UInt64 = 30) throws -> [Double] {
    try measure(seeds: count) { _, rows in
      try #require(rows.durations(of: "customer")).mean / 1e6
    }
  }
}

/// A run that could not be built.
struct Unbuildable: Error {
  let messages: [String]
}

extension Laboratory {
  /// Three copies of PostgreSQL with so much data, and what is written to them (`db/put`).
  static func database(size: String) -> String {
    """
    apiVersion: postgresql.cnpg.io/v1
    kind: Cluster
    metadata: {name: db, namespace: default}
    spec:
      imageName: ghcr.io/cloudnative-pg/postgresql:16.6
      instances: 3
      affinity: {podAntiAffinityType: preferred, topologyKey: kubernetes.io/hostname}
      storage: {size: 10Gi}
    ---
    apiVersion: vhsim.dev/v1alpha1
    kind: StoreModel
    metadata: {name: db, namespace: default}
    spec:
      engine: postgresql
      workload: cluster.postgresql.cnpg.io/db
      services: {write: db-rw, read: db-ro}
      settings: {dataSize: \(size)}
      operations:
        put: {kind: write, cpu: 20us}
      client: {timeout: 1s}
    """
  }
}
