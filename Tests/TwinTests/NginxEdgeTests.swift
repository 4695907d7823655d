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

  /// The controller's ConfigMap, and an Ingress of its class for the service `back`.
  private func way(_ annotations: [String], map: String) -> String {
    let notes = annotations.map { "nginx.ingress.kubernetes.io/\($0)" }.joined(separator: ", ")
    return """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: edge, namespace: default}
      data: {\(map)}
      ---
      apiVersion: networking.k8s.io/v1
      kind: Ingress
      metadata: {name: way, namespace: default, annotations: {\(notes)}}
      spec:
        ingressClassName: nginx
        rules:
          - host: shop.example
            http:
              paths:
                - path: /
                  pathType: Prefix
                  backend: {service: {name: back, port: {number: 8080}}}
      """
  }

  /// Three pods behind the controller, of which something happens after 20 s.
  private func run(
    _ annotations: [String] = [], map: String = "", method: String = "GET", wait: String,
    rate: Int = 10, duration: String = "60s", fault: String? = nil, first: [String] = []
  ) throws -> (summary: RunSummary, rows: RowKeeper) {
    let request =
      "host: shop.example, path: /, method: \(method), service: back, endpoint: serve"
    return try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: \(rate)",
      duration: duration, warmUp: "0s",
      services: [
        Server(name: "back", replicas: 3, steps: first + ["wait: \"constant(\(wait))\""])
      ],
      journeys: ["customer": "{\(request), timeout: 300s}"],
      documents: [Self.controller, way(annotations, map: map)],
      faults: fault.map { "[{name: loss, at: 20s, \($0)}]" } ?? "[]",
      pools: ["{name: more, count: 2, cpu: \"64\", memory: 256Gi}"]
    ).run(seed: 1)
  }

  private func longest(_ rows: RowKeeper) throws -> Double {
    Double(try #require(rows.durations(of: "customer")).maximum) / 1e9
  }

  /// ingress-nginx, config.go NewDefault: 5 s to connect; without a connection nothing was sent, so
  /// that a POST is passed on too (ngx_http_upstream_next).
  @Test(
    "A pod of a dead node costs its users one connect timeout, also where answers come sooner",
    arguments: ["GET", "POST"], ["", "proxy-read-timeout: \"1\""])
  func deadNode(method: String, map: String) throws {
    let (summary, rows) = try run(
      map: map, method: method, wait: "1ms", duration: "90s", fault: "nodeCrash: {node: more-1}")
    #expect(summary.failed == 0 && summary.answered > 800, "\(summary.failed) failed")
    let most = try longest(rows)
    #expect(most > 4.95 && most < 5.2, "\(most) s")
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
  @Test(
    "A request whose pod dies is passed on, where it may be sent twice",
    arguments: [
      ("GET", [], true), ("POST", [], false), ("GET", ["proxy-next-upstream: timeout"], false),
      ("POST", ["proxy-next-upstream: error non_idempotent"], true),
    ])
  func reset(method: String, annotations: [String], isPassedOn: Bool) throws {
    let summary = try run(
      annotations, method: method, wait: "1s", rate: 30,
      fault: "processKill: {workload: default/back}"
    ).summary
    #expect(summary.answered > 1_500 && (summary.failed == 0) == isPassedOn, "\(summary.failed)")
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
