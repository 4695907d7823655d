import Cluster
import Foundation
import Manifests
import SimulationKernel
import TestSupport
import Testing

/// A bound of a case file: a number, a share, or null.
enum CaseBound: Decodable, Sendable {
  case number(Int32)
  case text(String)

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Int32.self) {
      self = .number(number)
    } else {
      self = .text(try container.decode(String.self))
    }
  }

  /// What it stands for; nil for text that is no share.
  var value: IntOrPercent? {
    switch self {
    case .number(let number): .int(number)
    case .text(let text): IntOrPercent(parsing: text)
    }
  }
}

/// A row of deployment_rolling.json, in any of its arrays.
struct DeploymentCaseRow: Decodable, Sendable, CustomTestStringConvertible {
  struct Counts: Decodable, Sendable {
    var replicas: Int?
    var updated: Int?
    var ready: Int?
    var available: Int?

    var counts: RolloutStatus.Counts {
      RolloutStatus.Counts(
        replicas: replicas ?? 0, updated: updated ?? 0, ready: ready ?? 0,
        available: available ?? 0)
    }
  }

  struct Member: Decodable, Sendable {
    var name: String?
    var replicas: Int?
    var specReplicas: Int?
    var statusReplicas: Int?
  }

  struct Expectation: Decodable, Sendable {
    var scaled: Bool?
    var newReplicasAfter: Int?
    var oldReplicasAfter: Int?
    var cleaned: Int?
    var surge: Int?
    var unavailable: Int?
    var error: Bool?
    var newReplicas: Int?
    var value: Int?
    var complete: Bool?
    var progressing: Bool?
    var timedOut: Bool?
    var new: Int?
    var old: [Int]?
    var deleted: Int?
  }

  var id: String
  var strategy: String?
  var deploymentReplicas: Int?
  var replicas: Int?
  var desired: Int?
  var maxSurge: CaseBound?
  var maxUnavailable: CaseBound?
  var oldReplicas: Int?
  var newReplicas: Int?
  var newRSReplicas: Int?
  var totalReplicasOfAllRS: Int?
  var availableOld: Int?
  var availableNew: Int?
  var maxCleanupCount: Int?
  var statusReplicas: Int?
  var updated: Int?
  var available: Int?
  var old: Counts?
  var new: Counts?
  var progressDeadlineSeconds: Int?
  var elapsedSeconds: Int64?
  var lastReason: String?
  var previousMaxSurge: CaseBound?
  var previousDeploymentReplicas: Int?
  var newRS: Member?
  var newRSAvailable: Int?
  var oldRSs: [Member]?
  var desiredReplicasAnnotation: [String: Int]?
  var revisionHistoryLimit: Int?
  var input: CaseBound?
  var total: Int?
  var roundUp: Bool?
  var expect: Expectation

  var testDescription: String { id }

  /// The bounds of the row; the one that it leaves out is 0.
  var update: RollingUpdate {
    RollingUpdate(
      replicas: deploymentReplicas ?? replicas ?? 0, maxSurge: maxSurge?.value ?? .int(0),
      maxUnavailable: maxUnavailable?.value ?? .int(0),
      recreates: known(strategy, "Recreate", "RollingUpdate") == "Recreate")
  }
}

@Suite("Deployment rollout Conformance")
struct DeploymentConformanceTests {
  private static let file = CaseFile("deployment_rolling.json")
  private static let consumed = [
    "cleanupUnhealthyCases", "completeCases", "fencepostCases", "historyCleanupCases",
    "intOrPercentCases", "maxUnavailableCases", "newRSNewReplicasCases", "progressingCases",
    "proportionalScaleCases", "reconcileNewCases", "reconcileOldCases", "scaleDownOldCases",
    "timedOutCases",
  ]

  private static func rows(_ array: String) -> [DeploymentCaseRow] {
    file.rows(array, of: DeploymentCaseRow.self)
  }

  @Test("Every array of the file is tested")
  func arrays() {
    let known = Self.consumed.map { ($0, DeploymentCaseRow.self) }
    #expect(Self.file.findings(Dictionary(uniqueKeysWithValues: known), comparingAll: true) == [])
  }

  @Test("The new ReplicaSet grows into the surge", arguments: rows("reconcileNewCases"))
  func reconcileNew(_ row: DeploymentCaseRow) throws {
    let new = try #require(row.newReplicas)
    let old = try #require(row.oldReplicas)
    let size = row.update.reconcileNew(new: new, total: new + old)
    #expect((size != nil) == row.expect.scaled)
    #expect(size == row.expect.newReplicasAfter)
  }

  @Test("Old ReplicaSets shrink as availability allows", arguments: rows("reconcileOldCases"))
  func reconcileOld(_ row: DeploymentCaseRow) throws {
    let old = RollingUpdate.Old(
      replicas: try #require(row.oldReplicas), available: try #require(row.availableOld))
    let after = row.update.reconcileOld(
      [old], new: row.newReplicas ?? 0, newAvailable: row.availableNew ?? 0)
    #expect((after != [old.replicas]) == row.expect.scaled)
    if let expected = row.expect.oldReplicasAfter { #expect(after == [expected]) }
  }

  @Test("Unhealthy old pods go first", arguments: rows("cleanupUnhealthyCases"))
  func cleanUp(_ row: DeploymentCaseRow) throws {
    let old = RollingUpdate.Old(
      replicas: try #require(row.oldReplicas), available: try #require(row.availableOld))
    let after = RollingUpdate.cleanUpUnhealthy([old], limit: try #require(row.maxCleanupCount))
    #expect(old.replicas - after[0] == row.expect.cleaned)
  }

  @Test("Available old pods go beyond the minimum", arguments: rows("scaleDownOldCases"))
  func scaleDown(_ row: DeploymentCaseRow) throws {
    let old = RollingUpdate.Old(
      replicas: try #require(row.oldReplicas), available: try #require(row.availableOld))
    let after = row.update.scaleDown([old], newAvailable: 0)
    #expect((after != [old.replicas]) == row.expect.scaled)
    if let expected = row.expect.oldReplicasAfter { #expect(after == [expected]) }
  }

  @Test("Surge rounds up, missing pods down", arguments: rows("fencepostCases"))
  func fenceposts(_ row: DeploymentCaseRow) {
    let isWrong = [row.maxSurge, row.maxUnavailable].contains { $0 != nil && $0?.value == nil }
    #expect(isWrong == (row.expect.error ?? false))
    guard !isWrong else { return }
    let bounds = RollingUpdate.fenceposts(
      maxSurge: row.maxSurge?.value, maxUnavailable: row.maxUnavailable?.value,
      replicas: row.desired ?? 0)
    #expect(bounds.surge == row.expect.surge && bounds.unavailable == row.expect.unavailable)
  }

  @Test("A new ReplicaSet has what the surge leaves", arguments: rows("newRSNewReplicasCases"))
  func newReplicas(_ row: DeploymentCaseRow) throws {
    let size = row.update.newReplicas(
      new: try #require(row.newRSReplicas), total: try #require(row.totalReplicasOfAllRS))
    #expect(size == row.expect.newReplicas)
  }

  @Test("No more pods may be missing than there are", arguments: rows("maxUnavailableCases"))
  func maxUnavailable(_ row: DeploymentCaseRow) {
    #expect(row.update.unavailable == row.expect.value)
  }

  @Test("A rollout is complete when all is new and available", arguments: rows("completeCases"))
  func complete(_ row: DeploymentCaseRow) throws {
    let counts = RolloutStatus.Counts(
      replicas: try #require(row.statusReplicas), updated: try #require(row.updated),
      available: try #require(row.available))
    let isComplete = RolloutStatus.isComplete(counts, desired: try #require(row.desired))
    #expect(isComplete == row.expect.complete)
  }

  @Test("Progress is more new or fewer old pods", arguments: rows("progressingCases"))
  func progressing(_ row: DeploymentCaseRow) throws {
    let isProgressing = RolloutStatus.isProgressing(
      from: try #require(row.old).counts, to: try #require(row.new).counts)
    #expect(isProgressing == row.expect.progressing)
  }

  @Test("A rollout times out after its deadline", arguments: rows("timedOutCases"))
  func timedOut(_ row: DeploymentCaseRow) {
    // A ReplicaSet that could not be made is as late as one that does not grow.
    let word = row.lastReason == "ReplicaSetCreateError" ? nil : row.lastReason
    let reason = word.flatMap { named($0, RolloutStatus.Progress.self) } ?? .updated
    let isTimedOut = RolloutStatus.isTimedOut(
      reason, since: .zero, deadline: RolloutStatus.deadline(seconds: row.progressDeadlineSeconds),
      now: .zero + .seconds(row.elapsedSeconds ?? 0))
    #expect(isTimedOut == row.expect.timedOut)
  }

  @Test("ReplicaSets are scaled in proportion", arguments: rows("proportionalScaleCases"))
  func proportional(_ row: DeploymentCaseRow) throws {
    let members = [row.newRS].compactMap { $0 } + (row.oldRSs ?? [])
    // Annotations were written when the Deployment was last scaled. A status that isn't given has
    // no available pods, as upstream's fixtures (sync_test.go rs).
    func greatest(_ desired: Int) -> Int {
      desired
        + RollingUpdate(
          replicas: row.previousDeploymentReplicas ?? desired,
          maxSurge: row.previousMaxSurge?.value, maxUnavailable: .int(0)
        ).surge
    }
    let scaling = members.enumerated().map { place, member in
      let desired = row.desiredReplicasAnnotation?[member.name ?? ""] ?? 0
      let replicas = member.replicas ?? 0
      let isNew = row.newRS != nil && place == 0
      return ProportionalScaling.Member(
        replicas: replicas, available: isNew ? row.newRSAvailable ?? 0 : replicas,
        desired: desired, greatest: greatest(desired))
    }
    let after = ProportionalScaling(row.update).replicas(
      of: scaling, new: row.newRS == nil ? nil : 0)
    let expected = [row.expect.new].compactMap { $0 } + (row.expect.old ?? [])
    #expect(after == expected)
  }

  @Test("History beyond the limit is deleted", arguments: rows("historyCleanupCases"))
  func history(_ row: DeploymentCaseRow) {
    let old = (row.oldRSs ?? []).map { ($0.specReplicas ?? 0, $0.statusReplicas ?? 0) }
    let deleted = RolloutStatus.historyToDelete(old, limit: row.revisionHistoryLimit ?? .max)
    #expect(deleted.count == row.expect.deleted)
  }

  @Test("Numbers and shares of pods", arguments: rows("intOrPercentCases"))
  func intOrPercent(_ row: DeploymentCaseRow) throws {
    let value = row.input?.value
    #expect((value == nil) == (row.expect.error ?? false))
    guard let value else { return }
    let resolved = value.resolved(of: try #require(row.total), roundUp: row.roundUp == true)
    #expect(resolved == row.expect.value)
  }
}
