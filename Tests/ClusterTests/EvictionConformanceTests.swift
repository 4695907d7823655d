import Cluster
import TestSupport
import Testing

@Suite("Disruption budget and eviction Conformance")
struct EvictionConformanceTests {
  struct EvictionRow: Decodable, Sendable, CustomTestStringConvertible {
    struct Pod: Decodable, Sendable {
      var phase: String?
      var ready: Bool?
      var terminating: Bool?
    }

    struct Budget: Decodable, Sendable {
      var matches: Bool?
      var disruptionsAllowed: Int?
      var currentHealthy: Int?
      var desiredHealthy: Int?
      var unhealthyPodEvictionPolicy: String?
      var stale: Bool?
      var count: Int?
    }

    struct Expectation: Decodable, Sendable {
      var allowed: Bool
      var deleteCalls: Int?
      var httpStatus: Int?
    }

    var id: String
    var pod: Pod?
    var pdb: Budget?
    var pdbs: [Budget]?
    var unhealthyPodEvictionPolicy: String?
    var deleteConflictsBeforeSuccess: Int?
    var phaseAfterFirstConflict: String?
    var alwaysConflict: Bool?
    var userResourceVersionPrecondition: Bool?
    var deleteOtherError: Bool?
    var expect: Expectation
    var testDescription: String { id }

    var budgets: [EvictionRequest.Budget] {
      (pdbs ?? [pdb].compactMap { $0 }).filter { $0.matches ?? true }.flatMap { budget in
        let policy = known(
          budget.unhealthyPodEvictionPolicy ?? unhealthyPodEvictionPolicy, "AlwaysAllow",
          "IfHealthyBudget")
        let state = EvictionRequest.Budget(
          disruptionsAllowed: budget.disruptionsAllowed ?? 0,
          currentHealthy: budget.currentHealthy ?? 0, desiredHealthy: budget.desiredHealthy ?? 0,
          allowsUnhealthy: policy == "AlwaysAllow", isStale: budget.stale ?? false)
        return Array(repeating: state, count: budget.count ?? 1)
      }
    }
  }

  struct BudgetRow: Decodable, Sendable, CustomTestStringConvertible {
    struct Expectation: Decodable, Sendable {
      var expectedPods: Int
      var desiredHealthy: Int
      var disruptionsAllowed: Int
    }
    var id: String
    var controllerScale: Int?
    var podCount: Int?
    var currentHealthy: Int
    var maxUnavailable: CaseBound?
    var minAvailable: CaseBound?
    var expect: Expectation
    var testDescription: String { id }
  }

  private static let file = CaseFile("pdb_eviction.json")

  @Test("Every array of the file is tested")
  func arrays() {
    let known: [String: any Decodable.Type] = [
      "evictionCases": EvictionRow.self, "pdbMathCases": BudgetRow.self,
    ]
    #expect(Self.file.findings(known, comparingAll: true) == [])
  }

  @Test(
    "The eviction API honours budgets and tries conflicts again",
    arguments: file.rows("evictionCases", of: EvictionRow.self))
  func eviction(_ row: EvictionRow) throws {
    var request = EvictionRequest(
      hasOwnPrecondition: row.userResourceVersionPrecondition ?? false)
    for word in [row.pod?.phase, row.phaseAfterFirstConflict] {
      _ = known(word, "Pending", "Running", "Succeeded", "Failed", "Unknown")
    }
    var phase = row.pod?.phase
    var conflicts = row.deleteConflictsBeforeSuccess ?? (row.phaseAfterFirstConflict == nil ? 0 : 1)
    var answer: EvictionRequest.Step?
    while answer == nil {
      let pod = EvictionRequest.Pod(
        isOutsidePhase: ["Pending", "Succeeded", "Failed"].contains(phase ?? ""),
        isReady: row.pod?.ready ?? false, isTerminating: row.pod?.terminating ?? false)
      let step = request.next(pod, row.budgets)
      guard case .delete = step else {
        answer = step
        continue
      }
      if row.deleteOtherError == true {
        answer = request.ended(.otherError)
      } else if row.alwaysConflict == true || conflicts > 0 {
        conflicts -= 1
        answer = request.ended(.conflict)
        phase = row.phaseAfterFirstConflict ?? phase
      } else {
        answer = request.ended(.deleted)
      }
    }
    guard case .answer(let status, _)? = answer else {
      Issue.record("a request ends with an answer")
      return
    }
    #expect((200..<300).contains(status) == row.expect.allowed)
    if let calls = row.expect.deleteCalls { #expect(request.deletions == calls) }
    if let wanted = row.expect.httpStatus, wanted >= 400 { #expect(status == wanted) }
  }

  @Test(
    "A budget's status follows from its pods and their controllers' scale",
    arguments: file.rows("pdbMathCases", of: BudgetRow.self))
  func status(_ row: BudgetRow) {
    let status = BudgetStatus(
      minAvailable: row.minAvailable?.value, maxUnavailable: row.maxUnavailable?.value,
      controllerScale: row.controllerScale ?? row.podCount ?? 0,
      podCount: row.podCount ?? row.controllerScale ?? 0,
      currentHealthy: row.currentHealthy)
    #expect(status.expectedPods == row.expect.expectedPods)
    #expect(status.desiredHealthy == row.expect.desiredHealthy)
    #expect(status.disruptionsAllowed == row.expect.disruptionsAllowed)
  }
}
