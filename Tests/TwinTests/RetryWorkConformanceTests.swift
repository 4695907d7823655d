import Metrics
import SimulationKernel
import TestSupport
import Testing
import Twin

@Suite("Conformance: the work of retries")
struct RetryWorkConformanceTests {
  /// A service that fails with a probability, and how often it is asked where its clients try
  /// again.
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    var failing: Double
    var retries: Int
    var tries: Double
    var failed: Double

    private enum CodingKeys: String, CodingKey {
      case retries, tries
      case failing = "p"
      case failed = "eff_fail"
    }

    var testDescription: String { "\(failing) with \(retries) retries" }
  }

  /// A row of the file; what it lacks belongs to rows of other rules.
  struct Row: Decodable, Sendable {
    var id: String
    var cases: [Case]?

    private enum CodingKeys: String, CodingKey {
      case id
      case cases = "rows"
    }

    init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      id = try fields.decode(String.self, forKey: .id)
      cases = try? fields.decode([Case].self, forKey: .cases)
    }
  }

  private static let file = CaseFile("mesh_resilience.json")

  private static var rows: [Row] { file.rows("cases", of: Row.self) }

  @Test("Rows of other rules are named: hedges, throttles, fan-outs and what clients never do here")
  func rest() {
    #expect(Self.file.findings(["cases": Row.self]) == [])
    for row in Self.rows where row.cases == nil {
      Issue.record("\(row.id) is not tested", severity: .warning)
    }
  }

  @Test(
    "Proxies that try failures again ask as often, and fail as seldom, as a geometric series says",
    arguments: rows.flatMap { $0.cases ?? [] })
  func work(_ row: Case) throws {
    let rule = """
      apiVersion: networking.istio.io/v1
      kind: VirtualService
      metadata: {name: back, namespace: default}
      spec:
        hosts: [back]
        http:
          - retries: {attempts: \(row.retries), retryOn: 5xx, backoff: 1ms}
            route: [{destination: {host: back}}]
      """
    let laboratory = try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 50", warmUp: "0s",
      services: [
        Server(steps: ["call: {service: back, endpoint: serve}"]),
        Server(
          name: "back", steps: ["wait: \"constant(1ms)\""], failure: "\(row.failing * 100)%"),
      ],
      documents: [rule], mesh: "{namespaces: [default]}")
    let (summary, rows) = try laboratory.run(seed: 1)
    let requests = Double(summary.answered + summary.failed)
    let tries = Double(rows.calls(to: "back").ended) / requests
    // Half of the range is the most that a spread can be.
    let spread = Double(row.retries) / 2 * (row.failing * (1 - row.failing) * 4).squareRoot()
    let likely = 4 * spread / requests.squareRoot()
    #expect(abs(tries - row.tries) < likely + 3e-3, "\(tries)")
    let failed = Double(summary.failed) / requests
    let chance = 4 * (row.failed * (1 - row.failed) / requests).squareRoot()
    #expect(abs(failed - row.failed) < chance + 3e-3, "\(failed)")
  }
}
