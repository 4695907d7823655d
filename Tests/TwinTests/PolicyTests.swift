import Foundation
import Metrics
import SimulationKernel
import Testing
import Twin

/// Network policies that act on the wire: who waits how long, and what passes.
@Suite("Network policies of a run")
struct PolicyTests {
  /// A policy of the namespace, from its spec.
  private static func policy(_ spec: String, named name: String = "deny") -> String {
    """
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata: {name: \(name), namespace: default}
    spec: \(spec)
    """
  }

  private func laboratory(
    _ policies: [String], call: String = "{service: back, endpoint: serve, timeout: 2s}",
    mesh: String? = nil, changes: String = "[]", duration: String = "60s"
  ) throws -> Laboratory {
    try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 10", duration: duration,
      services: [
        Server(steps: ["call: \(call)"]),
        Server(name: "back", steps: ["wait: \"constant(1ms)\""]),
      ],
      journeys: ["customer": "{service: server, endpoint: serve, timeout: 1000s}"],
      documents: policies, changes: changes, mesh: mesh)
  }

  private static let backTakesNothing = policy("{podSelector: {matchLabels: {app: back}}}")

  @Test(
    "A denied call gets no answer: its client waits for its timeout, and the denials are counted",
    arguments: [
      ("{service: back, endpoint: serve, timeout: 2s}", 2.0),
      // One SYN after the other: 1 + 2 + 4 + 8 + 16 + 32 + 64 s.
      ("{service: back, endpoint: serve, timeout: 999s}", 127.0),
    ])
  func denied(call: String, seconds: Double) throws {
    let laboratory = try laboratory(
      [Self.backTakesNothing], call: call, duration: seconds > 60 ? "200s" : "60s")
    let (summary, rows) = try laboratory.run(seed: 1)
    let durations = try #require(rows.durations(of: "customer"))
    #expect(summary.answered == 0)
    #expect(abs(Double(durations.minimum) / 1e9 - seconds) < 1e-3, "\(durations.minimum)")
    #expect(abs(Double(durations.maximum) / 1e9 - seconds) < seconds * 0.01)
    let calls = rows.calls(to: "back")
    #expect(calls.ended == calls.failed)
    let denied = rows.values(
      of: "vhsim_network_policy_denied_connections_total", "back.default", "ingress")
    // Counted when the SYN is dropped; the call ends later, and the last scrape was before the end.
    #expect(try #require(denied.last).value > 0.7 * Double(summary.sent))
    #expect(try #require(denied.last).value <= Double(summary.sent))
  }

  @Test("Envoy gives up connecting after ten seconds and its failure is tried again")
  func meshed() throws {
    let laboratory = try laboratory(
      [Self.backTakesNothing], call: "{service: back, endpoint: serve, timeout: 999s}",
      mesh: "{namespaces: [default]}", duration: "100s")
    let durations = try #require(laboratory.run(seed: 1).rows.durations(of: "customer"))
    // Istio tries twice more after a failed connection.
    let shortest = Double(durations.minimum) / 1e9
    #expect(abs(shortest - 30) < 0.5, "\(shortest) s")
  }

  @Test("What rules allow passes at its usual pace, users included")
  func allowed() throws {
    let open = try laboratory([]).run(seed: 1)
    let ruled = try laboratory([
      Self.policy("{podSelector: {}, policyTypes: [Ingress, Egress]}"),
      Self.policy(
        "{podSelector: {matchLabels: {app: server}}, policyTypes: [Ingress, Egress], "
          + "ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8]}}]}], "
          + "egress: [{to: [{podSelector: {matchLabels: {app: back}}}], ports: [{port: 8080}]}]}",
        named: "server"),
      Self.policy(
        "{podSelector: {matchLabels: {app: back}}, ingress: [{from: [{podSelector: {}}]}]}",
        named: "back"),
    ]).run(seed: 1)
    #expect(open.summary.answered == ruled.summary.answered)
    #expect(open.rows.durations(of: "customer")?.mean == ruled.rows.durations(of: "customer")?.mean)
    #expect(ruled.rows.samples(of: "vhsim_network_policy_denied_connections_total").isEmpty)
  }

  @Test("A port that no rule names is closed")
  func port() throws {
    let (summary, _) = try laboratory([
      Self.policy(
        "{podSelector: {matchLabels: {app: back}}, ingress: [{ports: [{port: 8081}]}]}")
    ]).run(seed: 1)
    #expect(summary.answered == 0)
  }

  /// A Deployment behind the Service `back`, whose port `http` has a number of its own.
  private static func part(_ name: String, port: Int) -> String {
    """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: \(name), namespace: default}
    spec:
      selector: {matchLabels: {part: \(name)}}
      template:
        metadata: {labels: {app: back, part: \(name)}}
        spec:
          containers:
            - name: main
              image: registry.k8s.io/pause:3.10
              ports: [{name: http, containerPort: \(port)}]
    ---
    apiVersion: vhsim.dev/v1alpha1
    kind: ServiceModel
    metadata: {name: \(name), namespace: default}
    spec:
      workload: deployment/\(name)
      service: \(name == "blue" ? "back" : name)
      endpoints: {serve: {steps: [{wait: constant(1ms)}]}}
    """
  }

  @Test(
    "A port's name means the number that each pod gives it",
    arguments: [("http", 1.0), ("8080", 0.5)])
  func namedPorts(allowed: (port: String, share: Double)) throws {
    let services = ["back", "green"].map { name in
      """
      apiVersion: v1
      kind: Service
      metadata: {name: \(name), namespace: default}
      spec: {selector: {app: back}, ports: [{port: 80, targetPort: http}]}
      """
    }
    let (summary, _) = try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 10", duration: "100s",
      services: [Server(steps: ["wait: constant(1ms)"])],
      // Users keep no connections, so that each request is a choice of its own.
      journeys: ["customer": "{service: back, endpoint: serve, timeout: 2s}"],
      documents: services + [
        Self.part("blue", port: 8080), Self.part("green", port: 9090),
        Self.policy(
          "{podSelector: {matchLabels: {app: back}}, ingress: "
            + "[{ports: [{port: \(allowed.port)}]}]}"),
      ]
    ).run(seed: 1)
    let share = Double(summary.answered) / Double(summary.sent)
    // A thousand calls: five standard deviations of a fair choice between the two pods.
    #expect(abs(share - allowed.share) <= (allowed.share < 1 ? 0.08 : 0), "\(share)")
  }

  @Test("Users are outside: a policy that lets pods in keeps them out")
  func users() throws {
    let (summary, rows) = try laboratory(
      [
        Self.policy(
          "{podSelector: {matchLabels: {app: server}}, ingress: [{from: [{podSelector: {}}]}]}")
      ], duration: "200s"
    ).run(seed: 1)
    #expect(summary.answered == 0)
    let denied = rows.values(of: "vhsim_network_policy_denied_connections_total", "outside")
    #expect(try #require(denied.last).value > 0)
  }

  @Test("A deleted policy acts no more as soon as the nodes' agents have seen it")
  func deletion() throws {
    let laboratory = try laboratory(
      [Self.backTakesNothing],
      changes: "[{at: 30s, delete: {kind: NetworkPolicy, namespace: default, name: deny}}]")
    let (_, rows) = try laboratory.run(seed: 1)
    let failed = rows.journeySeconds.map { $0.reduce(0) { $0 + Int($1.failedRequests) } }
    let answered = rows.journeySeconds.map {
      $0.reduce(0) { $0 + Int($1.requests) - Int($1.failedRequests) }
    }
    #expect(answered[..<30].allSatisfy { $0 == 0 })
    #expect(failed[34...].allSatisfy { $0 == 0 })
    #expect(answered[34...].reduce(0, +) > 200)
  }

  @Test("The members of a data system that can't reach each other have no leader")
  func members() throws {
    func answered(_ policies: [String]) throws -> UInt64 {
      let laboratory = try Laboratory(
        load: "executor: constant-arrival-rate, journey: customer, rate: 10",
        services: [Server(steps: ["write: rabbitmq/tasks"])],
        stores: [Broker(engine: "rabbitmq", replicas: 3)], documents: policies)
      return try laboratory.run(seed: 1).summary.answered
    }
    let clients = "{from: [{podSelector: {matchLabels: {app: server}}}], ports: [{port: 5672}]}"
    let peers = "{from: [{podSelector: {matchLabels: {app: rabbitmq}}}], ports: [{port: 25672}]}"
    let selector = "podSelector: {matchLabels: {app: rabbitmq}}"
    let all = try answered([])
    #expect(try answered([Self.policy("{\(selector), ingress: [\(clients), \(peers)]}")]) == all)
    #expect(try answered([Self.policy("{\(selector), ingress: [\(clients)]}")]) < all / 10)
  }

  /// kube-proxy and the network plugin judge a packet by the pod's port to which it goes.
  @Test("A Service that turns to another port of its pods is judged by that one")
  func turned() throws {
    let process = ProcessInfo.processInfo.processIdentifier
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("vhsim-gate-\(process)-\(UUID().uuidString).yaml")
    defer { try? FileManager.default.removeItem(at: file) }
    let service = """
      apiVersion: v1
      kind: Service
      metadata: {name: back, namespace: default}
      spec: {selector: {app: back}, ports: [{port: 8080, targetPort: 9090}]}
      """
    try service.write(to: file, atomically: true, encoding: .utf8)
    let laboratory = try laboratory(
      [
        Self.policy(
          "{podSelector: {matchLabels: {app: back}}, ingress: [{ports: [{port: 9090}]}]}")
      ], changes: "[{at: 30s, apply: \(file.path)}]")
    let rows = try laboratory.run(seed: 1).rows
    let answered = rows.journeySeconds.map {
      $0.reduce(0) { $0 + Int($1.requests) - Int($1.failedRequests) }
    }
    #expect(answered[..<30].allSatisfy { $0 == 0 })
    // Calls that were denied before wait for their timeout of 2 s.
    let failed = rows.journeySeconds.map { $0.reduce(0) { $0 + Int($1.failedRequests) } }
    #expect(failed[36...].allSatisfy { $0 == 0 })
    #expect(answered[36...].reduce(0, +) > 200)
  }
}
