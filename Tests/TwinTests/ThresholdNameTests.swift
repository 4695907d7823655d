import Manifests
import Testing
import Twin

@Suite("Names in thresholds")
struct ThresholdNameTests {
  /// The messages about the thresholds of a platform with one service, `server`, of one journey.
  private func messages(_ key: String) throws -> [String] {
    let text = """
      apiVersion: vhsim.dev/v1alpha1
      kind: Scenario
      metadata: {name: names}
      spec:
        duration: 10s
        load: {users: {executor: constant-vus, journey: customer}}
        thresholds:
          \(key): ["rate<1%"]
      ---
      \(Server(steps: ["wait: constant(1ms)"]).documents)
      ---
      \(Laboratory.journey(
        named: "customer", "spec: {steps: [{request: {service: server, endpoint: serve}}]}"))
      """
    let sources = SourceMap()
    let collector = DiagnosticCollector()
    let loaded = ScenarioFile.load(
      [UInt8](text.utf8), path: "names.yaml", sources: sources, diagnostics: collector)
    _ = Platform(try #require(loaded), diagnostics: collector)
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
}
