import Metrics
import SimulationKernel
import TestSupport
import Testing
import Twin

/// What a Service's own settings change of who answers: affinity and local policies.
@Suite("Services")
struct ServiceTests {
  /// Servers that call others, whose pods spend a millisecond of core time a call.
  private func laboratory(
    servers: Int = 1, backs: Int = 3, service: [String] = [], entry: [String] = [],
    nodes: Int = 1, zone: String? = nil, rate: String = "100", duration: String = "60s"
  ) throws -> Laboratory {
    try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, \(rate)", duration: duration,
      services: [
        Server(
          replicas: servers, service: entry,
          steps: ["cpu: \"constant(1ms)\"", "call: {service: back, endpoint: serve, timeout: 2s}"]),
        Server(name: "back", replicas: backs, service: service, steps: ["cpu: \"constant(1ms)\""]),
      ],
      pools: nodes > 1
        ? [
          "{name: more, count: \(nodes - 1), cpu: \"64\", memory: 256Gi"
            + (zone.map { ", zones: [\($0)]}" } ?? "}")
        ] : [], zones: ["zone-a"] + (zone.map { [$0] } ?? []))
  }

  /// The share of the work that each pod of a workload did.
  private func shares(_ rows: RowKeeper, of workload: String) -> [Double] {
    let spent = rows.lastValues(
      of: "container_cpu_usage_seconds_total", beginning: workload + "-")
    let sum = spent.reduce(0, +)
    return spent.map { $0 / sum }.sorted()
  }

  private static let affinity = "sessionAffinity: ClientIP"

  @Test("A client with affinity stays with one pod, one without spreads its connections")
  func affinity() throws {
    let plain = shares(try laboratory(rate: "rate: 100").run(seed: 1).rows, of: "back")
    // Some nine connections are made, each to any pod.
    #expect(plain.count == 3 && plain[1] > 0, "\(plain)")
    let bound = shares(
      try laboratory(service: [Self.affinity], rate: "rate: 100").run(seed: 1).rows, of: "back")
    #expect(bound.last == 1, "\(bound)")
  }

  @Test("Affinity ends when a client stays away for longer than its timeout")
  func affinityTimeout() throws {
    func shares(timeout: Int) throws -> [Double] {
      let settings = "sessionAffinityConfig: {clientIP: {timeoutSeconds: \(timeout)}}"
      let laboratory = try laboratory(
        service: [Self.affinity, settings], rate: "rate: 1, timeUnit: 5s, arrival: uniform",
        duration: "300s")
      return self.shares(try laboratory.run(seed: 1).rows, of: "back")
    }
    #expect(try shares(timeout: 60).last == 1)
    #expect(try #require(try shares(timeout: 4).last) < 0.7)
  }

  @Test(
    "With internalTrafficPolicy Local only the pods beside a client serve it; without one SYNs vanish"
  )
  func internalPolicy() throws {
    let policy = "internalTrafficPolicy: Local"
    let beside = try laboratory(
      servers: 3, backs: 3, service: [policy], nodes: 3, rate: "rate: 30"
    ).run(seed: 1)
    #expect(beside.summary.failed == 0)
    let (summary, rows) = try laboratory(
      servers: 3, backs: 1, service: [policy], nodes: 3, rate: "rate: 30"
    ).run(seed: 1)
    // The server beside the only pod answers, the two others wait for their timeout.
    let share = Double(summary.failed) / Double(summary.failed + summary.answered)
    #expect(abs(share - 2 / 3.0) < 0.06, "\(share)")
    let longest = try #require(rows.durations(of: "customer")).maximum
    #expect(abs(Double(longest) / 1e9 - 2) < 0.05)
  }

  @Test("A node without a ready pod is served by its own terminating ones (CategorizeEndpoints)")
  func localTerminating() throws {
    let back = Server(
      name: "back", replicas: 2, service: ["internalTrafficPolicy: Local"],
      pod: ["terminationGracePeriodSeconds: 60"],
      container: [
        "resources: {requests: {cpu: 100m, memory: 64Mi}}",
        "lifecycle: {preStop: {exec: {command: [sleep, \"20\"]}}}",
      ], steps: ["cpu: \"constant(1ms)\""])
    let laboratory = try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 30", duration: "90s",
      services: [
        Server(
          replicas: 2, steps: ["call: {service: back, endpoint: serve, timeout: 2s}"]), back,
      ], changes: "[{at: 30s, scale: {workload: default/back, replicas: 1}}]",
      pools: ["{name: more, count: 1, cpu: \"64\", memory: 256Gi}"])
    let rows = try laboratory.run(seed: 1).rows
    let failed = rows.journeySeconds.map { $0.reduce(0) { $0 + Int($1.failedRequests) } }
    // The pod serves until its hook ends; from then on its node has none.
    #expect(failed[..<50].reduce(0, +) == 0, "\(failed)")
    #expect(failed[60...].reduce(0, +) > 100, "\(failed)")
  }

  @Test("With externalTrafficPolicy Local users are spread over nodes, not over pods")
  func externalPolicy() throws {
    func shares(_ policy: String) throws -> [Double] {
      let laboratory = try laboratory(
        servers: 3, entry: ["type: LoadBalancer", "externalTrafficPolicy: \(policy)"], nodes: 2,
        rate: "rate: 100")
      return self.shares(try laboratory.run(seed: 1).rows, of: "server")
    }
    let (even, local) = (try shares("Cluster"), try shares("Local"))
    // Standard deviation of a share of 6,000 calls: 0.6 %.
    #expect(try abs(#require(even.last) - 1 / 3.0) < 0.03, "\(even)")
    #expect(try abs(#require(local.last) - 0.5) < 0.03, "\(local)")
    #expect(try abs(#require(local.first) - 0.25) < 0.03, "\(local)")
  }

  @Test(
    "With trafficDistribution a client is served in its own zone, or anywhere if nobody is there")
  func distribution() throws {
    func shares(_ service: [String]) throws -> [[Double]] {
      let laboratory = try laboratory(
        backs: 2, service: service, nodes: 2, zone: "zone-b", rate: "rate: 30")
      return try (1...5).map { self.shares(try laboratory.run(seed: $0).rows, of: "back") }
    }
    // A client with few connections may have them all to one pod; hardly so with every seed.
    let plain = try shares([])
    #expect(plain.contains { $0.count == 2 && $0[0] > 0 }, "\(plain)")
    #expect(try shares(["trafficDistribution: PreferClose"]).allSatisfy { $0.last == 1 })
    // Three servers on two nodes and one pod behind them: those of the other zone are served too.
    let (summary, _) = try laboratory(
      servers: 3, backs: 1, service: ["trafficDistribution: PreferClose"], nodes: 2,
      zone: "zone-b", rate: "rate: 30"
    ).run(seed: 1)
    #expect(summary.failed == 0)
  }

  @Test("Pods that nobody simulates draw no calls by their hints: a Job's in the client's zone")
  func unansweredHints() throws {
    let task = """
      apiVersion: batch/v1
      kind: Job
      metadata: {name: task, namespace: default}
      spec:
        template:
          metadata: {labels: {app: back}}
          spec:
            restartPolicy: Never
            nodeSelector: {topology.kubernetes.io/zone: zone-a}
            containers: [{name: task, image: registry.k8s.io/pause:3.10}]
      """
    let laboratory = try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 30",
      services: [
        Server(
          pod: ["nodeSelector: {topology.kubernetes.io/zone: zone-a}"],
          steps: ["call: {service: back, endpoint: serve, timeout: 2s}"]),
        Server(
          name: "back", service: ["trafficDistribution: PreferClose"],
          pod: ["nodeSelector: {topology.kubernetes.io/zone: zone-b}"], steps: []),
      ], documents: [task],
      pools: ["{name: more, count: 1, cpu: \"64\", memory: 256Gi, zones: [zone-b]}"],
      zones: ["zone-a", "zone-b"])
    #expect(try laboratory.run(seed: 1).summary.failed == 0)
  }
}
