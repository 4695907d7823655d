import Cluster
import Foundation
import Manifests
import Testing

/// The scheduler's case file: rows by array, affinities and namespaces.
struct SchedulerCaseFile: Decodable, Sendable {
  private let affinityDefinitions: [String: SchedulerCaseAffinity]
  private let namespaceLabels: [String: [String: String]]

  enum CodingKeys: String, CodingKey {
    case affinityDefinitions
    case namespaceLabels = "namespaces"
  }

  var affinities: [String: SchedulerCaseAffinity] { affinityDefinitions }

  var namespaces: [ClusterSpec.Namespace] {
    namespaceLabels.sorted { $0.key < $1.key }.map {
      ClusterSpec.Namespace(
        name: $0.key, labels: StringMap($0.value.map { ($0.key, $0.value) }))
    }
  }

  static let name = "scheduler_scores.json"

  static func load() throws -> SchedulerCaseFile {
    try JSONDecoder().decode(SchedulerCaseFile.self, from: AutoscalingCaseFile(name: name).data)
  }

  static func rows(_ array: String) throws -> [SchedulerCaseRow] {
    try AutoscalingCaseFile(name: name).rows(array, of: SchedulerCaseRow.self)
  }
}

@Suite("Scheduler plugins Conformance")
struct SchedulerConformanceTests {
  private func expectScores(_ plugin: ScorePlugin, _ row: SchedulerCaseRow) throws {
    var world = SchedulerCaseWorld(row, try SchedulerCaseFile.load())
    let query = world.query()
    let nodes = row.nodes ?? []
    let scores = plugin.scores(query, on: nodes.indices.map { Int32($0) }, world.cache)
    // An error stands for arguments that upstream refuses; without resources there is no score.
    if row.expect.error != nil {
      #expect(scores?.allSatisfy { $0 == 0 } ?? true)
      return
    }
    if row.expect.preScore == "Skip" {
      #expect(scores == nil)
      return
    }
    let expected = try #require(row.expect.scores)
    let found = scores ?? nodes.map { _ in 0 }
    for (place, node) in nodes.enumerated() {
      #expect(found[place] == expected[node.name], "\(node.name)")
    }
  }

  @Test("LeastAllocated scores", arguments: try SchedulerCaseFile.rows("leastAllocatedCases"))
  func leastAllocated(_ row: SchedulerCaseRow) throws { try expectScores(.leastAllocated, row) }

  @Test(
    "BalancedAllocation scores", arguments: try SchedulerCaseFile.rows("balancedAllocationCases"))
  func balanced(_ row: SchedulerCaseRow) throws { try expectScores(.balancedAllocation, row) }

  @Test("TaintToleration scores", arguments: try SchedulerCaseFile.rows("taintScoreCases"))
  func taintScore(_ row: SchedulerCaseRow) throws { try expectScores(.taintToleration, row) }

  @Test("NodeAffinity scores", arguments: try SchedulerCaseFile.rows("nodeAffinityScoreCases"))
  func nodeAffinity(_ row: SchedulerCaseRow) throws { try expectScores(.nodeAffinity, row) }

  @Test(
    "PodTopologySpread scores", arguments: try SchedulerCaseFile.rows("topologySpreadScoreCases"))
  func spreadScore(_ row: SchedulerCaseRow) throws { try expectScores(.podTopologySpread, row) }

  @Test(
    "InterPodAffinity scores", arguments: try SchedulerCaseFile.rows("interPodAffinityScoreCases"))
  func interPod(_ row: SchedulerCaseRow) throws { try expectScores(.interPodAffinity, row) }

  @Test("ImageLocality scores", arguments: try SchedulerCaseFile.rows("imageLocalityCases"))
  func images(_ row: SchedulerCaseRow) throws { try expectScores(.imageLocality, row) }

  private func status(_ rejection: Rejection) -> String {
    if rejection == .fits { return "Success" }
    return rejection.isResolvable ? "Unschedulable" : "UnschedulableAndUnresolvable"
  }

  @Test("TaintToleration filters", arguments: try SchedulerCaseFile.rows("taintFilterCases"))
  func taintFilter(_ row: SchedulerCaseRow) throws {
    var row = row
    row.nodes = [SchedulerCaseRow.Node(name: "case", taints: row.taints)]
    var world = SchedulerCaseWorld(row, try SchedulerCaseFile.load())
    let found = FilterPlugin.taintToleration.filter(world.query(), on: 0, world.cache)
    guard case .one(let expected)? = row.expect.status else {
      Issue.record("a row of this array expects one status")
      return
    }
    #expect(status(found) == expected)
  }

  @Test(
    "PodTopologySpread filters",
    arguments: try SchedulerCaseFile.rows("topologySpreadFilterCases"))
  func spreadFilter(_ row: SchedulerCaseRow) throws {
    var world = SchedulerCaseWorld(row, try SchedulerCaseFile.load())
    let query = world.query()
    guard case .nodes(let expected)? = row.expect.status else {
      Issue.record("a row of this array expects a status a node")
      return
    }
    for (place, node) in (row.nodes ?? []).enumerated() {
      let found = FilterPlugin.podTopologySpread.filter(query, on: place, world.cache)
      #expect(status(found) == expected[node.name], "\(node.name)")
    }
  }
}

@Suite("Scheduler sampling Conformance")
struct SchedulerSamplingConformanceTests {
  struct Row: Decodable, Sendable, CustomTestStringConvertible {
    struct Expectation: Decodable, Sendable { var numNodes: Int }
    var id: String
    var percentageOfNodesToScore: Int?
    var numAllNodes: Int
    var expect: Expectation
    var testDescription: String { id }
  }

  @Test(
    "A large cluster is searched in part",
    arguments: try AutoscalingCaseFile(name: SchedulerCaseFile.name)
      .rows("numFeasibleNodesCases", of: Row.self))
  func sample(_ row: Row) {
    let found = SchedulingCycle.feasibleNodesWanted(
      of: row.numAllNodes, percentage: row.percentageOfNodesToScore ?? 0)
    #expect(found == row.expect.numNodes)
  }
}
