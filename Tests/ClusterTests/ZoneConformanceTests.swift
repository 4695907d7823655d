import Cluster
import TestSupport
import Testing

@Suite("Zone disruption Conformance")
struct ZoneConformanceTests {
  struct StateRow: Decodable, Sendable, CustomTestStringConvertible {
    struct Expectation: Decodable, Sendable { var state: String }
    var id: String
    var ready: Int
    var notReady: Int
    var unhealthyZoneThreshold: Float?
    var expect: Expectation
    var testDescription: String { id }
  }

  struct RateRow: Decodable, Sendable, CustomTestStringConvertible {
    struct Expectation: Decodable, Sendable { var evictionTaintQPS: Double }
    var id: String
    var state: String
    var zoneNodes: Int
    var allZonesFullyDisrupted: Bool?
    var expect: Expectation
    var testDescription: String { id }
  }

  private static let file = CaseFile("node_zone_state.json")

  @Test("Every array of the file is run")
  func arrays() {
    let known: [String: any Decodable.Type] = [
      "zoneQpsCases": RateRow.self, "zoneStateCases": StateRow.self,
    ]
    #expect(Self.file.findings(known, comparingAll: true) == [])
  }

  @Test(
    "A zone's state follows from its ready nodes",
    arguments: file.rows("zoneStateCases", of: StateRow.self))
  func state(_ row: StateRow) {
    let state = ZoneDisruption.of(
      ready: row.ready, notReady: row.notReady, threshold: row.unhealthyZoneThreshold ?? 0.55)
    #expect(state.rawValue == row.expect.state)
  }

  @Test(
    "A zone's state decides how fast its nodes are tainted",
    arguments: file.rows("zoneQpsCases", of: RateRow.self))
  func rate(_ row: RateRow) throws {
    let state = try #require(ZoneDisruption(rawValue: row.state))
    #expect(
      state.taintRate(
        zoneNodes: row.zoneNodes, isEverythingDisrupted: row.allZonesFullyDisrupted ?? false)
        == row.expect.evictionTaintQPS)
  }
}
