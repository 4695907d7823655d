import Cluster
import Foundation
import Manifests
import SimulationKernel
import TestSupport
import Testing

/// The scheduler's case file: rows by array, affinities and namespaces.
struct SchedulerCaseFile: Decodable, Sendable {
  private var affinityDefinitions: [String: SchedulerCaseAffinity]?
  private var namespaceLabels: [String: [String: String]]?

  enum CodingKeys: String, CodingKey {
    case affinityDefinitions
    case namespaceLabels = "namespaces"
  }

  var affinities: [String: SchedulerCaseAffinity] { affinityDefinitions ?? [:] }

  var namespaces: [ClusterSpec.Namespace] {
    (namespaceLabels ?? [:]).sorted { $0.key < $1.key }.map {
      ClusterSpec.Namespace(
        name: $0.key, labels: StringMap($0.value.map { ($0.key, $0.value) }))
    }
  }

  static let name = "scheduler_scores.json"

  /// The file; what it names and does not define is as in the target's own.
  static func load() throws -> SchedulerCaseFile {
    func read(_ file: CaseFile) throws -> SchedulerCaseFile {
      try JSONDecoder().decode(SchedulerCaseFile.self, from: file.data ?? Data())
    }
    var file = try read(CaseFile(name))
    let own = try read(CaseFile(name, isOwn: true))
    file.affinityDefinitions = file.affinityDefinitions ?? own.affinityDefinitions
    file.namespaceLabels = file.namespaceLabels ?? own.namespaceLabels
    return file
  }

  static func rows(_ array: String) -> [SchedulerCaseRow] {
    CaseFile(name).rows(array, of: SchedulerCaseRow.self)
  }
}

@Suite("Scheduler plugins Conformance")
struct SchedulerConformanceTests {
  private func expectScores(_ name: String, _ row: SchedulerCaseRow) throws {
    let plugin = try #require(PluginCatalog.scores.first { $0.name == name })
    var world = SchedulerCaseWorld(row, try SchedulerCaseFile.load())
    let query = world.query()
    let nodes = row.nodes ?? []
    let scores = plugin.scores(query, on: nodes.indices.map { Int32($0) }, world.cache)
    // An error stands for arguments that upstream refuses; without resources there is no score.
    if row.expect.error?.isExpected == true {
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

  @Test("LeastAllocated scores", arguments: SchedulerCaseFile.rows("leastAllocatedCases"))
  func leastAllocated(_ row: SchedulerCaseRow) throws { try expectScores("NodeResourcesFit", row) }

  @Test(
    "BalancedAllocation scores", arguments: SchedulerCaseFile.rows("balancedAllocationCases"))
  func balanced(_ row: SchedulerCaseRow) throws {
    try expectScores("NodeResourcesBalancedAllocation", row)
  }

  @Test("TaintToleration scores", arguments: SchedulerCaseFile.rows("taintScoreCases"))
  func taintScore(_ row: SchedulerCaseRow) throws { try expectScores("TaintToleration", row) }

  @Test("NodeAffinity scores", arguments: SchedulerCaseFile.rows("nodeAffinityScoreCases"))
  func nodeAffinity(_ row: SchedulerCaseRow) throws { try expectScores("NodeAffinity", row) }

  @Test(
    "PodTopologySpread scores", arguments: SchedulerCaseFile.rows("topologySpreadScoreCases"))
  func spreadScore(_ row: SchedulerCaseRow) throws { try expectScores("PodTopologySpread", row) }

  @Test(
    "InterPodAffinity scores", arguments: SchedulerCaseFile.rows("interPodAffinityScoreCases"))
  func interPod(_ row: SchedulerCaseRow) throws { try expectScores("InterPodAffinity", row) }

  @Test("ImageLocality scores", arguments: SchedulerCaseFile.rows("imageLocalityCases"))
  func images(_ row: SchedulerCaseRow) throws { try expectScores("ImageLocality", row) }

  private func filter(_ name: String) throws -> any FilterPlugin.Type {
    try #require(PluginCatalog.filters.first { $0.name == name })
  }

  private func status(_ rejection: Rejection) -> String {
    if rejection == .fits { return "Success" }
    return rejection.isResolvable ? "Unschedulable" : "UnschedulableAndUnresolvable"
  }

  @Test("TaintToleration filters", arguments: SchedulerCaseFile.rows("taintFilterCases"))
  func taintFilter(_ row: SchedulerCaseRow) throws {
    var row = row
    row.nodes = [SchedulerCaseRow.Node(name: "case", taints: row.taints)]
    var world = SchedulerCaseWorld(row, try SchedulerCaseFile.load())
    let found = try filter("TaintToleration").filter(world.query(), on: 0, world.cache)
    guard case .one(let expected)? = row.expect.status else {
      Issue.record("a row of this array expects one status")
      return
    }
    #expect(status(found) == expected)
  }

  @Test(
    "PodTopologySpread filters",
    arguments: SchedulerCaseFile.rows("topologySpreadFilterCases"))
  func spreadFilter(_ row: SchedulerCaseRow) throws {
    var world = SchedulerCaseWorld(row, try SchedulerCaseFile.load())
    let query = world.query()
    guard case .nodes(let expected)? = row.expect.status else {
      Issue.record("a row of this array expects a status a node")
      return
    }
    for (place, node) in (row.nodes ?? []).enumerated() {
      let found = try filter("PodTopologySpread").filter(query, on: place, world.cache)
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
    arguments: CaseFile(SchedulerCaseFile.name)
      .rows("numFeasibleNodesCases", of: Row.self))
  func sample(_ row: Row) {
    let found = SchedulingCycle.feasibleNodesWanted(
      of: row.numAllNodes, percentage: row.percentageOfNodesToScore ?? 0)
    #expect(found == row.expect.numNodes)
  }
}

@Suite("Scheduler preemption Conformance")
struct PreemptionConformanceTests {
  struct Row: Decodable, Sendable, CustomTestStringConvertible {
    struct Expectation: Decodable, Sendable { var anyOf: [String] }
    var id: String
    var name: String?
    var victimPrioritiesByNode: [String: [Int32]]
    var expect: Expectation
    var testDescription: String { id + " " + (name ?? "") }
  }

  @Test(
    "Preemption picks the node on which least is lost",
    arguments: CaseFile(SchedulerCaseFile.name)
      .rows("preemptionPickCases", of: Row.self))
  func pick(_ row: Row) throws {
    let names = row.victimPrioritiesByNode.keys.sorted()
    let candidates = names.enumerated().map { place, name in
      DefaultPreemption.Candidate(
        node: place,
        victims: (row.victimPrioritiesByNode[name] ?? []).map {
          DefaultPreemption.Victim(pod: .none, priority: $0, start: .zero)
        }, violations: 0)
    }
    let chosen = try #require(DefaultPreemption.pick(candidates))
    #expect(row.expect.anyOf.contains(names[chosen.node]))
  }

  @Test("Every array of the case file is consumed by a test of the scheduler")
  func arrays() {
    let plugins = [
      "leastAllocatedCases", "balancedAllocationCases", "taintScoreCases",
      "nodeAffinityScoreCases", "topologySpreadScoreCases", "interPodAffinityScoreCases",
      "imageLocalityCases", "taintFilterCases", "topologySpreadFilterCases",
    ]
    var known: [String: any Decodable.Type] = [
      "numFeasibleNodesCases": SchedulerSamplingConformanceTests.Row.self,
      "preemptionPickCases": Row.self,
    ]
    for array in plugins { known[array] = SchedulerCaseRow.self }
    #expect(CaseFile(SchedulerCaseFile.name).findings(known, comparingAll: true) == [])
  }
}
