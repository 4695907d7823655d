import Metrics
import SimulationKernel
import Testing
import Twin

/// Calls to pods whose node has lost its power, while their Services still list them.
@Suite("Dead nodes")
struct DeadNodeTests {
  /// Pods on three nodes, of which one is lost after 20 s.
  private func run(
    _ services: [Server], journey: String, rate: Int, duration: String, mesh: String? = nil
  ) throws -> (summary: RunSummary, rows: RowKeeper) {
    try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: \(rate)",
      duration: duration, warmUp: "0s", services: services, journeys: ["customer": journey],
      faults: "[{name: loss, at: 20s, nodeCrash: {node: more-1}}]",
      pools: ["{name: more, count: 2, cpu: \"64\", memory: 256Gi}"], mesh: mesh
    ).run(seed: 1)
  }

  /// A server on the node that stays, and the three pods that it calls.
  private static func pair(timeout: String, wait: String) -> [Server] {
    [
      Server(
        pod: ["nodeSelector: {kubernetes.io/hostname: worker-1}"],
        steps: ["call: {service: back, endpoint: serve, timeout: \(timeout)}"]),
      Server(name: "back", replicas: 3, steps: ["wait: \"constant(\(wait))\""]),
    ]
  }

  /// tcp(7) tcp_syn_retries: seven SYNs, the last of which is given up after 127 s.
  @Test(
    "A dead node refuses nothing: its callers wait for their timeout, or as long as a kernel tries",
    arguments: [("2s", 2.0), ("200s", 127)])
  func silence(timeout: String, wait: Double) throws {
    let (summary, rows) = try run(
      [Server(replicas: 3, steps: ["wait: \"constant(1ms)\""])],
      journey: "{service: server, endpoint: serve, timeout: \(timeout)}", rate: 10,
      duration: "200s")
    // A third of ten calls a second, from the crash until its node is marked 40 to 50 s later.
    #expect(summary.failed > 90 && summary.failed < 210, "\(summary.failed)")
    let seconds = rows.journeySeconds.reduce(0.0) { sum, second in
      sum + second.reduce(0.0) { $0 + Double($1.durationSumNanoseconds) / 1e9 }
    }
    let expected = Double(summary.failed) * wait + Double(summary.answered) * 0.001
    #expect(abs(seconds / expected - 1) < 0.01, "\(seconds) s of \(expected) s")
  }

  @Test("A client gives up each of its connections to a dead pod once, and keeps those to others")
  func connections() throws {
    let rows = try run(
      Self.pair(timeout: "2s", wait: "50ms"),
      journey: "{service: server, endpoint: serve, timeout: 5s}", rate: 100, duration: "80s"
    ).rows
    // Five calls are under way, fourteen at most, on as many connections, a third of them to that
    // pod; few new ones are made. A client that kept them would lose a call along each every two
    // seconds, a hundred until the node is marked.
    let (ended, failed) = rows.calls(to: "back")
    #expect(ended > 7_000 && failed > 0 && failed < 40, "\(failed) of \(ended)")
  }

  /// MeshConfig connectTimeout; istio.io HTTPRetry: two more attempts after a failed connection.
  @Test("Envoy gives up connecting after ten seconds and tries again")
  func meshed() throws {
    let (summary, rows) = try run(
      Self.pair(timeout: "999s", wait: "1ms"),
      journey: "{service: server, endpoint: serve, timeout: 999s}", rate: 10, duration: "120s",
      mesh: "{namespaces: [default]}")
    let longest = Double(try #require(rows.durations(of: "customer")).maximum) / 1e9
    #expect(longest > 10 && longest < 30.5, "\(longest) s")
    // A proxy sees how many of its calls a pod has open, so that few meet the dead one three times.
    #expect(summary.failed < 20, "\(summary.failed)")
  }
}
