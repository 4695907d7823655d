import Manifests
import Testing
import Twin

@Suite("Names in thresholds")
struct ThresholdNameTests {
  /// The platform of some services with one journey, of requests to `server`.
  private func platform(
    thresholds: String = "{}", services: [Server], documents: String = "",
    _ collector: DiagnosticCollector
  ) throws -> Platform? {
    let text = """
      apiVersion: vhsim.dev/v1alpha1
      kind: Scenario
      metadata: {name: names}
      spec:
        duration: 10s
        load: {users: {executor: constant-vus, journey: customer}}
        thresholds:
          \(thresholds)
      ---
      \(services.map(\.documents).joined(separator: "\n---\n"))
      ---
      \(Laboratory.journey(
        named: "customer", "spec: {steps: [{request: {service: server, endpoint: serve}}]}"))
      \(documents)
      """
    let loaded = ScenarioFile.load(
      [UInt8](text.utf8), path: "names.yaml", sources: SourceMap(), diagnostics: collector)
    return Platform(try #require(loaded), diagnostics: collector)
  }

  /// The messages about the thresholds of a platform with one service, `server`.
  private func messages(_ key: String, _ documents: String = "", planned: Bool = false) throws
    -> [String]
  {
    let collector = DiagnosticCollector()
    let platform = try platform(
      thresholds: "\(key): [\"rate<1%\"]", services: [Server(steps: ["wait: constant(1ms)"])],
      documents: documents, collector)
    if planned { _ = PlatformPlan(try #require(platform), diagnostics: collector) }
    return collector.diagnostics.items.map { item in
      let help = item.help.map { " (\($0))" } ?? ""
      return "\(item.span.line): \(item.severity): \(item.message)\(help)"
    }
  }

  @Test(
    "Who is there is nothing to say about",
    arguments: [
      "service=\"server.default\"", "workload=\"default/server\"", "system=\"server\"",
      "journey=\"customer\"", "system=\"kubernetes\"", "system=~\"ser.*\"",
      "system!=\"nobody\"", "alertname=\"Anything\"", "service=\"\"",
    ])
  func known(matcher: String) throws {
    #expect(try messages("http_req_failed{\(matcher)}") == [])
  }

  @Test(
    "Who is not there is said at the line, with the nearest name",
    arguments: [
      ("service=\"server\"", "no service is called \"server\"", "server.default"),
      ("service=\"servr.default\"", "no service is called \"servr.default\"", "server.default"),
      ("workload=\"server\"", "no workload is called \"server\"", "default/server"),
      ("system=\"servr\"", "no system is called \"servr\"", "server"),
      ("system=\"postgresql\"", "no system is called \"postgresql\"", nil),
      ("system=~\"postgres.*\"", "no system matches \"postgres.*\"", nil),
    ] as [(String, String, String?)])
  func unknown(matcher: String, message: String, meant: String?) throws {
    let help = meant.map { " (did you mean \"\($0)\"?)" } ?? ""
    #expect(
      try messages("http_req_failed{\(matcher)}")
        == ["8: warning: \(message): the threshold has no data\(help)"])
  }

  @Test("A model's Service that is not there is said once, and not of each who asks for the model")
  func missingService() throws {
    let server = Server(settings: ["service: servr"], steps: ["wait: constant(1ms)"])
    let client = Server(
      name: "client",
      steps: [
        "call: {service: server, endpoint: serve}", "call: {service: server, endpoint: serve}",
      ])
    let collector = DiagnosticCollector()
    let platform = try #require(try platform(services: [server, client], collector))
    #expect(PlatformPlan(platform, diagnostics: collector) == nil)
    #expect(
      collector.diagnostics.items.map(\.message) == ["no Service default/servr in the manifests"])
  }

  /// Three etcd members of one Raft group, and a Kafka store of two partitions with controllers of
  /// its own.
  private static let stores = """
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: graph}
    spec: {selector: {app: graph}, ports: [{port: 2379}]}
    ---
    apiVersion: apps/v1
    kind: StatefulSet
    metadata: {name: graph}
    spec:
      replicas: 3
      serviceName: graph
      selector: {matchLabels: {app: graph}}
      template:
        metadata: {labels: {app: graph}}
        spec: {containers: [{name: server, image: "kafka:4", ports: [{containerPort: 2379}]}]}
    ---
    apiVersion: vhsim.dev/v1alpha1
    kind: StoreModel
    metadata: {name: one}
    spec:
      engine: ENGINE
      workload: statefulset/graph
      services: {any: graph}
      shards: SHARDS
      operations: {put: {kind: write, cpu: 20us}}
    """

  @Test(
    "A group that no data system has is an error at the line, with the nearest name",
    arguments: [
      ("kafka", 2, "group=\"coordination\"", nil), ("kafka", 2, "group=\"1\"", nil),
      ("kafka", 2, "group=~\"[01]\"", nil), ("kafka", 2, "group=\"\"", nil),
      ("kafka", 2, "group=~\"restore.*\"", nil),
      (
        "kafka", 2, "group=\"cordination\"",
        "no group is called \"cordination\" (did you mean \"coordination\"?)"
      ),
      (
        "etcd", 1, "system=\"one\", group=\"0\"",
        "no group is called \"0\" (the data is one group, which has no name)"
      ),
    ] as [(String, Int, String, String?)])
  func groups(engine: String, shards: Int, matcher: String, message: String?) throws {
    let stores = Self.stores.replacing("ENGINE", with: engine)
      .replacing("SHARDS", with: "\(shards)")
    let found = try messages("http_req_failed{\(matcher)}", stores, planned: true)
      .filter { $0.contains("no group") }
    #expect(found == (message.map { ["8: error: " + $0] } ?? []))
  }
}
