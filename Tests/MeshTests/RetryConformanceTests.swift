import Mesh
import SimulationKernel
import TestSupport
import Testing

@Suite("Conformance: retries")
struct RetryConformanceTests {
  /// A row of the file: the pauses between attempts, in milliseconds.
  struct Row: Decodable, Sendable, CustomTestStringConvertible {
    var id: String
    var base: Int64?
    var most: Int64?
    var draws: [Int64]?
    var delays: [Int64]?
    var ranges: [[Int64]]?

    private enum CodingKeys: String, CodingKey {
      case id
      case base = "base_ms"
      case most = "max_ms"
      case draws = "randoms"
      case delays = "delays_ms"
      case ranges = "ranges_ms"
    }

    /// Whether it is about pauses that grow to ten times the first, as the twin's do.
    var isOfPauses: Bool {
      guard let base, base > 0, most ?? base * 10 == base * 10 else { return false }
      return ranges != nil || draws?.count == delays?.count && draws != nil
    }

    var testDescription: String { id }
  }

  private static let file = CaseFile("mesh_retry.json")

  private static var rows: [Row] { file.rows("cases", of: Row.self) }

  @Test("Rows of other rules are named: budgets, defaults, what is retried")
  func rest() {
    #expect(Self.file.findings(["cases": Row.self]) == [])
    for row in Self.rows where !row.isOfPauses {
      Issue.record("\(row.id) is not tested", severity: .warning)
    }
  }

  @Test(
    "The pause before an attempt is drawn below a bound that doubles up to ten times the first",
    arguments: rows.filter(\.isOfPauses))
  func pauses(_ row: Row) throws {
    let base = SimDuration.milliseconds(try #require(row.base))
    func bound(_ attempt: Int) -> Int64 {
      let longest = CallPolicy.pause(before: UInt8(attempt), base: base, bits: .max)
      return Int64(longest.milliseconds.rounded(.down)) + 1
    }
    for (place, range) in (row.ranges ?? []).enumerated() {
      #expect(range == [0, bound(place + 1) - 1], "attempt \(place + 1)")
      #expect(CallPolicy.pause(before: UInt8(place + 1), base: base, bits: 0) == .zero)
    }
    // Envoy takes the remainder of a random number by the bound.
    for (place, draw) in (row.draws ?? []).enumerated() {
      #expect(draw % bound(place + 1) == row.delays?[place], "attempt \(place + 1)")
    }
  }
}
