import Mesh
import TestSupport
import Testing

@Suite("Conformance: panic")
struct PanicConformanceTests {
  /// A row of the file: the pods of one priority and those of them that are well.
  struct Row: Decodable, Sendable, CustomTestStringConvertible {
    var id: String
    var hosts: Int?
    var healthy: Int?
    var threshold: Int?
    var expect: String?

    var testDescription: String { id }

    /// Whether it is about one priority: the twin's proxies have no other.
    var isOfOnePriority: Bool {
      hosts != nil && healthy != nil && threshold != nil && expect != nil
    }
  }

  private static let file = CaseFile("mesh_priority_panic.json")

  private static var rows: [Row] { file.rows("cases", of: Row.self) }

  @Test("Rows of several priorities are named")
  func rest() {
    #expect(Self.file.findings(["cases": Row.self]) == [])
    for row in Self.rows where !row.isOfOnePriority {
      Issue.record("\(row.id) is not tested", severity: .warning)
    }
  }

  @Test("Below a share of healthy pods all get calls", arguments: rows.filter(\.isOfOnePriority))
  func panic(_ row: Row) throws {
    var rules = EjectionRules()
    rules.leastHealthyPercent = try #require(row.threshold)
    let panics = rules.panics(healthy: try #require(row.healthy), of: try #require(row.hosts))
    #expect(panics == row.expect?.hasPrefix("panic"))
  }
}
