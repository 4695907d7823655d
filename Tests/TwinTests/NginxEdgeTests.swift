import Metrics
import SimulationKernel
import Testing
import Twin

/// Requests through ingress-nginx to pods of which one does not answer.
@Suite("ingress-nginx")
struct NginxEdgeTests {
  private static let workload = EdgeController.workload(
    pod: """
      nodeSelector: {kubernetes.io/hostname: worker-1}
      containers:
        - name: controller
          image: registry.k8s.io/ingress-nginx/controller:v1.15.1
          args: [--configmap=$(POD_NAMESPACE)/edge]
          ports: [{containerPort: 80}]
      """, type: "ClusterIP")

  /// A controller on the node that stays, its Service, its model and its class.
  private static let controller = """
    \(workload)
    ---
    \(EdgeController.model(cpu: "constant(1us)"))
    ---
    apiVersion: networking.k8s.io/v1
    kind: IngressClass
    metadata: {name: nginx}
    spec: {controller: k8s.io/ingress-nginx}
    """

  /// The controller's ConfigMap.
  private func settings(_ map: String) -> String {
    """
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: edge, namespace: default}
    data: {\(map)}
    """
  }

  /// An Ingress of the controller's class that leads a path to the service `back`.
  private func ingress(_ name: String, at path: String, _ annotations: [String]) -> String {
    let notes = annotations.map { "nginx.ingress.kubernetes.io/\($0)" }.joined(separator: ", ")
    return """
      apiVersion: networking.k8s.io/v1
      kind: Ingress
      metadata: {name: \(name), namespace: default, annotations: {\(notes)}}
      spec:
        ingressClassName: nginx
        rules:
          - host: shop.example
            http:
              paths:
                - path: \(path)
                  pathType: Prefix
                  backend: {service: {name: back, port: {number: 8080}}}
      """
  }

  /// Three pods behind the controller, of which something happens after 20 s.
  private func laboratory(
    _ annotations: [String] = [], map: String = "", requests: [String] = ["path: /"],
    others: [String] = [], wait: String, rate: String = "10", duration: String = "60s",
    fault: String? = nil, first: [String] = [], model: [String] = []
  ) throws -> Laboratory {
    let steps = requests.map {
      "{request: {host: shop.example, service: back, endpoint: serve, timeout: 300s, \($0)}}"
    }
    let journey = Laboratory.journey(
      named: "customer", "spec: {steps: [\(steps.joined(separator: ", "))]}")
    return try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: \(rate)",
      duration: duration, warmUp: "0s",
      services: [
        Server(
          name: "back", replicas: 3, settings: model,
          steps: first + ["wait: \"constant(\(wait))\""])
      ],
      journeys: [:],
      documents: [
        Self.controller, settings(map), ingress("way", at: "/", annotations), journey,
      ] + others,
      faults: fault.map { "[{name: loss, at: 20s, \($0)}]" } ?? "[]",
      pools: ["{name: more, count: 2, cpu: \"64\", memory: 256Gi}"])
  }

  /// What becomes of requests of one method.
  private func run(
    _ annotations: [String] = [], map: String = "", method: String = "GET", wait: String,
    rate: String = "10", duration: String = "60s", fault: String? = nil, first: [String] = [],
    model: [String] = []
  ) throws -> (summary: RunSummary, rows: RowKeeper) {
    try laboratory(
      annotations, map: map, requests: ["path: /, method: \(method)"], wait: wait, rate: rate,
      duration: duration, fault: fault, first: first, model: model
    ).run(seed: 1)
  }

  private func longest(_ rows: RowKeeper) throws -> Double {
    Double(try #require(rows.durations(of: "customer")).maximum) / 1e9
  }

  /// ingress-nginx, config.go NewDefault: 5 s to connect; without a connection nothing was sent, so
  /// that a POST is passed on too (ngx_http_upstream_next).
  ///
  /// Requests come every 12 s, so that the turn after a failed try is another pod's. Of four in the
  /// 40 s until the node counts as dead, one at least comes to its pod.
  @Test(
    "A pod of a dead node costs its users one connect timeout, also where answers come sooner",
    arguments: ["GET", "POST"], ["", "proxy-read-timeout: \"1\""])
  func deadNode(method: String, map: String) throws {
    let (summary, rows) = try run(
      map: map, method: method, wait: "1ms", rate: "5, timeUnit: 60s, arrival: uniform",
      duration: "90s", fault: "nodeCrash: {node: more-1}")
    #expect(summary.failed == 0 && summary.answered >= 7, "\(summary.failed) failed")
    let most = try longest(rows)
    #expect(most > 4.95 && most < 5.2, "\(most) s")
  }

  /// Tries take turns with all other requests (round_robin.lua), so that each of the three comes to
  /// one pod of three alike.
  ///
  /// About ten requests a second meet them for 30 to 50 s.
  @Test("Among many requests a pod of a dead node may be tried three times")
  func deadNodeAmongMany() throws {
    let (summary, rows) = try run(
      wait: "1ms", duration: "90s", fault: "nodeCrash: {node: more-1}")
    let most = try longest(rows)
    let expected = (least: 300.0 / 27, most: 500.0 / 27)
    let spread = 4 * expected.most.squareRoot()
    let failed = Double(summary.failed)
    #expect(failed > max(0, expected.least - spread) && failed < expected.most + spread)
    #expect(summary.answered > 800 && most > 14.95 && most < 15.2, "\(failed) failed, \(most) s")
  }

  /// Annotations come before the ConfigMap (annotations/proxy/main.go).
  @Test("A single try ends with the Ingress' own connect timeout")
  func singleTry() throws {
    let (summary, rows) = try run(
      ["proxy-connect-timeout: \"2\"", "proxy-next-upstream-tries: \"1\""],
      map: "proxy-connect-timeout: \"3\"", wait: "1ms", duration: "90s",
      fault: "nodeCrash: {node: more-1}")
    let most = try longest(rows)
    #expect(summary.failed > 50 && most > 1.95 && most < 2.2, "\(summary.failed) failed, \(most) s")
  }

  /// The end of a process resets the connections of its requests; what was sent of a POST is not
  /// sent again.
  ///
  /// Each pod has one request of a second at any time.
  @Test(
    "A request whose pod dies is passed on, where it may be sent twice",
    arguments: [
      ("GET", [], true), ("POST", [], false), ("GET", ["proxy-next-upstream: timeout"], false),
      ("POST", ["proxy-next-upstream: error non_idempotent"], true),
    ])
  func reset(method: String, annotations: [String], isPassedOn: Bool) throws {
    let summary = try run(
      annotations, method: method, wait: "1s", rate: "3, arrival: uniform",
      fault: "processKill: {workload: default/back}"
    ).summary
    #expect(summary.answered > 150 && (summary.failed == 0) == isPassedOn, "\(summary.failed)")
  }

  /// What has gone on to the user can not be taken back (nginx, proxy_next_upstream).
  ///
  /// About 50 requests are under way at a time, a third of them on one pod, and the load ends soon
  /// after the fault.
  @Test(
    "A request is not passed on after a part of its answer",
    arguments: ["nodeCrash: {node: more-1}", "processKill: {workload: default/back}"])
  func begunAnswer(fault: String) throws {
    let summary = try run(
      map: "proxy-read-timeout: \"1\"", wait: "5s", duration: "21s", fault: fault,
      first: ["firstByte: true"]
    ).summary
    #expect(summary.failed > 7 && summary.failed < 30, "\(summary.failed) failed")
  }

  /// nginx, proxy_next_upstream, by the status of an answer (ngx_http_upstream_test_next).
  ///
  /// Three tries at one time come to all three pods, so that a request fails where all are busy,
  /// which Erlang's loss formula gives for two erlangs. Where nothing is passed on, each pod gets
  /// every third request, and loses those that come within the time of an accepted one.
  @Test(
    "A pod's 503 is passed on where http_503 says so, and the request may be sent twice",
    arguments: [
      ("GET", "error http_503", true), ("GET", "error http_500", false),
      ("POST", "error http_503", false), ("POST", "http_503 non_idempotent", true),
    ])
  func unavailable(method: String, cases: String, isPassedOn: Bool) throws {
    let summary = try run(
      ["proxy-next-upstream: \(cases)"], method: method, wait: "10ms", rate: "200",
      duration: "100s", model: ["workers: 1", "queue: 0"]
    ).summary
    let chances = (0..<12).reduce(into: [1.0]) { $0.append($0[$1] * 2 / Double($1 + 1)) }
    let erlang = chances[3] / chances[...3].reduce(0, +)
    let lost = stride(from: 3, to: 12, by: 3).reduce(0) { sum, least in
      sum + chances[least...].reduce(0, +) / chances.reduce(0, +)
    }
    let expected = isPassedOn ? erlang : lost / (1 + lost)
    let share = Double(summary.failed) / Double(summary.failed + summary.answered)
    #expect(abs(share - expected) < 0.012, "\(share) instead of \(expected)")
  }

  /// Annotations belong to the locations of their Ingress (internal/ingress/controller/
  /// controller.go, locationApplyAnnotations).
  @Test("Each of two Ingresses waits for the same Service's pods in its own way")
  func twoIngresses() throws {
    let brief = ["proxy-read-timeout: \"1\"", "proxy-next-upstream-tries: \"1\""]
    let summary = try laboratory(
      ["proxy-read-timeout: \"5\""], requests: ["path: /", "path: /brief"],
      others: [ingress("brief", at: "/brief", brief)], wait: "2s"
    ).run(seed: 1).summary
    // Ten users a second are in their second request for a second: answered once, not yet failed.
    let difference = Int(summary.answered) - Int(summary.failed)
    #expect(summary.failed > 400 && abs(difference) < 30, "\(difference)")
  }

  @Test("A request that may be sent twice is, though others to the same endpoint may not")
  func methods() throws {
    let rows = try laboratory(
      map: "proxy-read-timeout: \"1\"",
      requests: ["path: /, method: GET", "path: /, method: POST"], wait: "100s"
    ).run(seed: 1).rows
    let most = try longest(rows)
    #expect(most > 2.94 && most < 3.12, "\(most) s")
  }

  @Test("Cases that no answer comes under are said")
  func unanswered() throws {
    let cases = "proxy-next-upstream: error http_500 http_502 http_503 http_504"
    let notes = try laboratory([cases], wait: "1ms").plan().notes.filter {
      $0.kind == .notModelled && $0.subject == "Ingress default/way"
    }
    #expect(notes.count == 1)
    #expect(notes.allSatisfy { $0.text.hasPrefix("proxy-next-upstream http_502 http_504: ") })
  }

  /// Three tries of a second each; one where the request may not be sent twice; and no further try
  /// after the second in which they are allowed to begin.
  @Test(
    "An answer that does not come in time is waited for as often as there are tries",
    arguments: [
      ("GET", [], 3.0), ("POST", [], 1), ("GET", ["proxy-next-upstream-timeout: \"1\""], 1),
      ("GET", ["proxy-next-upstream-timeout: \"2\""], 2),
    ])
  func readTimeout(method: String, annotations: [String], wait: Double) throws {
    let (summary, rows) = try run(
      annotations, map: "proxy-read-timeout: \"1\"", method: method, wait: "100s",
      duration: "60s")
    let most = try longest(rows)
    #expect(summary.answered == 0 && summary.failed > 400, "\(summary.answered) answered")
    #expect(most > wait * 0.98 && most < wait * 1.04, "\(most) s")
  }

  /// nginx, proxy_read_timeout: between two successive reads, not for the whole answer.
  @Test("An answer that streams may take longer than the read timeout")
  func streaming() throws {
    let (summary, rows) = try run(
      map: "proxy-read-timeout: \"1\"", wait: "5s", first: ["firstByte: true"])
    let most = try longest(rows)
    #expect(summary.failed == 0 && summary.answered > 500, "\(summary.failed) failed")
    #expect(most > 4.9 && most < 5.2, "\(most) s")
  }
}
