import Mesh
import SimulationKernel
import TestSupport
import Testing

@Suite("Conformance: least request")
struct LeastRequestConformanceTests {
  /// A row of the file: its hosts' open requests, and the random numbers from which the choices
  /// come.
  struct Row: Decodable, Sendable, CustomTestStringConvertible {
    var id: String
    var active: [Int32]?
    var draws: [UInt64]?
    var expect: Int?

    private enum CodingKeys: String, CodingKey {
      case id, active, expect
      case draws = "choice_randoms"
    }

    /// Reads a row; what is of another kind belongs to a rule that the twin doesn't have.
    init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      id = try fields.decode(String.self, forKey: .id)
      active = try? fields.decode([Int32].self, forKey: .active)
      draws = try? fields.decode([UInt64].self, forKey: .draws)
      expect = try? fields.decode(Int.self, forKey: .expect)
    }

    /// Whether two hosts of equal weight are looked at.
    var isOfTwoChoices: Bool { active != nil && draws?.count == 2 && expect != nil }

    var testDescription: String { id }
  }

  private static let file = CaseFile("mesh_least_request.json")

  private static var rows: [Row] { file.rows("cases", of: Row.self) }

  @Test("Rows of other rules are named: more choices, weights, scans of all hosts")
  func rest() {
    #expect(Self.file.findings(["cases": Row.self]) == [])
    for row in Self.rows where !row.isOfTwoChoices {
      Issue.record("\(row.id) is not tested", severity: .warning)
    }
  }

  @Test(
    "The less loaded of two choices is taken, the first of equal ones",
    arguments: rows.filter(\.isOfTwoChoices))
  func choice(_ row: Row) throws {
    let active = try #require(row.active)
    let draws = try #require(row.draws)
    var balancer = Balancer()
    balancer.addUpstream(.envoy)
    for pod in 0...active.count { balancer.startCounting(pod) }
    balancer.setMembers(active.indices.map { UInt32($0) }, of: 0)
    let client = UInt32(active.count)
    for (pod, load) in active.enumerated() {
      balancer.count(load, of: 0, client: client, pod: UInt32(pod))
    }
    // Envoy takes the remainder of a number, the twin the place in a uniform half of its bits.
    let hosts = UInt64(active.count)
    let halves = draws.map { (($0 % hosts) << 32 + hosts - 1) / hosts }
    let chosen = balancer.pick(0, client: client, bits: halves[0] << 32 | halves[1])
    #expect(chosen.map { Int($0) } == row.expect)
  }
}
