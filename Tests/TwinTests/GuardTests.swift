import Metrics
import SimulationKernel
import TestSupport
import Testing
import Twin

/// How the proxies of callers bound and judge what they call, as DestinationRules say.
@Suite("Guards of callers' proxies")
struct GuardTests {
  /// A Service `back`, called by `server` once for each of its requests, both in the mesh.
  private func laboratory(
    _ policy: String, rate: Int, step: String, port: String = "", failures: [String] = ["0%"],
    retries: String = "{attempts: 0}", timeout: String = "1s", more: String = "",
    faults: String = "[]",
    mesh: String = "{namespaces: [default], proxy: {delay: constant(0ms)}}"
  ) throws -> Laboratory {
    let destinationRule = """
      apiVersion: networking.istio.io/v1
      kind: DestinationRule
      metadata: {name: back, namespace: default}
      spec: {host: back, trafficPolicy: {\(policy)}}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: back, namespace: default}
      spec: {selector: {tier: back}, ports: [{\(port)port: 8080}]}
      """
    let virtualService = """
      apiVersion: networking.istio.io/v1
      kind: VirtualService
      metadata: {name: back, namespace: default}
      spec: {hosts: [back], http: [{retries: \(retries), route: [{destination: {host: back}}]}]}
      """
    let backs = failures.enumerated().map { number, failure in
      Server(
        name: "back-\(number + 1)", labels: ["tier: back"], settings: ["service: back"],
        steps: [step], failure: failure)
    }
    return try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: \(rate)\(more)",
      warmUp: "0s",
      services: [Server(steps: ["call: {service: back, endpoint: serve, timeout: \(timeout)}"])]
        + backs,
      documents: [destinationRule, virtualService], faults: faults, mesh: mesh)
  }

  private func failed(_ summary: RunSummary) -> Double {
    Double(summary.failed) / Double(summary.answered + summary.failed)
  }

  /// The mean share of the users' requests that fail, over independent runs.
  private func interval(of laboratory: Laboratory) throws -> ConfidenceInterval {
    ConfidenceInterval(
      of: try laboratory.measure { summary, _ in failed(summary) }, level: 0.99)
  }

  @Test("Calls beyond the requests under way are lost as Erlang B says")
  func requests() throws {
    let policy = "connectionPool: {http: {http2MaxRequests: 2}}"
    for port in ["", "name: grpc, "] {
      let laboratory = try laboratory(
        policy, rate: 40, step: "wait: \"constant(50ms)\"", port: port)
      // Two erlang on two places.
      let load = 40 * 0.05
      let full = load * load / 2
      let interval = try interval(of: laboratory)
      #expect(interval.contains(full / (1 + load + full)), "\(interval)")
    }
  }

  @Test("Calls wait for a connection of HTTP/1.1 up to a number, as in an M/M/1/2 queue")
  func connections() throws {
    let policy = "connectionPool: {tcp: {maxConnections: 1}, http: {http1MaxPendingRequests: 1}}"
    let step = "wait: \"exponential(mean: 20ms)\""
    let laboratory = try laboratory(policy, rate: 50, step: step)
    // As much work comes as is done: all three states are equally likely.
    let interval = try interval(of: laboratory)
    #expect(interval.contains(1.0 / 3), "\(interval)")
    let (_, rows) = try laboratory.run(seed: 1)
    let overflown = rows.values(of: "istio_requests_total", "back", "UO").last?.value ?? 0
    let failing = rows.values(of: "istio_requests_total", "back", "503").last?.value ?? 0
    #expect(overflown > 0 && overflown == failing)
  }

  @Test("A connection of HTTP/2 carries all calls, and callers without a proxy know no bounds")
  func unbounded() throws {
    let policy = "connectionPool: {tcp: {maxConnections: 1}, http: {http1MaxPendingRequests: 1}}"
    let step = "wait: \"exponential(mean: 20ms)\""
    let grpc = try laboratory(policy, rate: 50, step: step, port: "name: grpc-back, ").run(seed: 1)
    #expect(grpc.summary.failed == 0 && grpc.summary.answered > 0)
    let plain = try laboratory(policy, rate: 50, step: step, mesh: "{enabled: false}").run(seed: 1)
    #expect(plain.summary.failed == 0 && plain.summary.answered > 0)
  }

  @Test("A call waits for a connection as long as its caller does")
  func impatience() throws {
    let policy = "connectionPool: {tcp: {maxConnections: 1}}"
    let laboratory = try laboratory(policy, rate: 50, step: "wait: \"constant(10s)\"")
    let (summary, rows) = try laboratory.run(seed: 1)
    #expect(summary.answered == 0 && summary.failed > 0)
    let mean = try #require(rows.durations(of: "customer")).mean / 1e9
    #expect(abs(mean - 1) < 0.01, "\(mean)")
    #expect(rows.calls(to: "back").ended == Int(summary.failed))
  }

  @Test("Further attempts beyond a number at one time are not made")
  func retries() throws {
    let step = "wait: \"constant(100ms)\""
    let rule = "{attempts: 3, retryOn: 5xx, backoff: 1ms}"
    func attempts(_ limit: String) throws -> Double {
      let laboratory = try laboratory(
        "connectionPool: {http: {\(limit)}}", rate: 50, step: step, failures: ["0%", "100%"],
        retries: rule)
      let (summary, rows) = try laboratory.run(seed: 1)
      return Double(rows.calls(to: "back").ended) / Double(summary.answered + summary.failed)
    }
    let free = try attempts("maxRequestsPerConnection: 1")
    let bound = try attempts("maxRetries: 1")
    // One further attempt of a tenth of a second at a time, of 50 calls a second.
    #expect(bound < 1 + 10.0 / 50 * 1.1 && bound > 1.1, "\(bound)")
    // Each of three further attempts meets the failing pod as likely as not.
    #expect(abs(free - (1 + 0.5 + 0.25 + 0.125)) < 0.1, "\(free)")
  }

  private static let step = "wait: \"constant(1ms)\""

  @Test("A pod that fails five times in a row is left out, and again when it comes back")
  func ejection() throws {
    let policy = "outlierDetection: {maxEjectionPercent: 50}"
    let laboratory = try laboratory(policy, rate: 100, step: Self.step, failures: ["0%", "100%"])
    let (summary, rows) = try laboratory.run(seed: 1)
    // 30 s and up to a sweep of 10 s, then twice as long: two rows of five and what is under way.
    #expect(summary.failed >= 10 && summary.failed <= 14, "\(summary.failed)")
    let name = "envoy_cluster_outlier_detection_ejections_enforced_total"
    #expect(rows.values(of: name, "back").last?.value == 2)
  }

  @Test(
    "A pod that fails is not left out where that is not allowed, or all get calls again",
    arguments: [
      "outlierDetection: {consecutive5xxErrors: 5}",
      "outlierDetection: {maxEjectionPercent: 50, minHealthPercent: 60}",
      "outlierDetection: {maxEjectionPercent: 50, consecutive5xxErrors: 0}",
      "outlierDetection: {maxEjectionPercent: 50, consecutive5xxErrors: 0, consecutiveGatewayErrors: 5}",
    ])
  func noEjection(policy: String) throws {
    let laboratory = try laboratory(policy, rate: 100, step: Self.step, failures: ["0%", "100%"])
    let failed = failed(try laboratory.run(seed: 1).summary)
    // Of two choices the less loaded: the pod that fails is as quick as the other.
    #expect(failed > 0.4 && failed < 0.6, "\(failed)")
  }

  /// Envoy takes a broken connection for the status 503 (Filter::onUpstreamReset).
  ///
  /// The call of second 30 is the only one under way, and none comes while the process starts.
  @Test("A pod that dies under a call fails as a gateway does")
  func brokenConnection() throws {
    let policy =
      "outlierDetection: {maxEjectionPercent: 100, consecutive5xxErrors: 0, "
      + "consecutiveGatewayErrors: 1}"
    let laboratory = try laboratory(
      policy, rate: 6, step: "wait: \"constant(9s)\"", timeout: "30s",
      more: ", timeUnit: 60s, arrival: uniform",
      faults: "[{name: end, at: 33s, processKill: {workload: default/back-1}}]")
    let (summary, rows) = try laboratory.run(seed: 1)
    let name = "envoy_cluster_outlier_detection_ejections_enforced_total"
    #expect(rows.values(of: name, "back").last?.value == 1)
    // When the pod is ready again it is a new member, which is not left out.
    #expect(summary.answered > 0 && summary.failed == 1, "\(summary.failed)")
  }

  @Test("Where all pods are left out no call finds one")
  func noPod() throws {
    let policy = "outlierDetection: {maxEjectionPercent: 100}"
    let laboratory = try laboratory(policy, rate: 100, step: Self.step, failures: ["100%"])
    let (summary, rows) = try laboratory.run(seed: 1)
    #expect(summary.answered == 0)
    let unhealthy = rows.values(of: "istio_requests_total", "back", "UH").last?.value ?? 0
    let all = rows.values(of: "istio_requests_total", "back").last?.value ?? 0
    // The rest are the rows of five of the first time and of that after 30 to 40 s.
    #expect(all - unhealthy >= 10 && all - unhealthy <= 14, "\(unhealthy) of \(all)")
  }
}
