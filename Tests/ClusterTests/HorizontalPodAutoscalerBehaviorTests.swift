import Cluster
import Manifests
import SimulationKernel
import TestSupport
import Testing

@Suite("HorizontalPodAutoscaler Conformance: behavior")
struct HorizontalPodAutoscalerBehaviorConformance {
  struct Change: Decodable {
    var replicaChange: Int
    var ageSeconds: Double?
    var outdated: Bool?
  }

  struct Policy: Decodable {
    var type: String
    var value: Int
    var periodSeconds: Int
  }

  struct Rules: Decodable {
    var stabilizationWindowSeconds: Int?
    var selectPolicy: String?
    var policies: [Policy]?

    /// The rules, with those of the API for what isn't given.
    func compiled(_ usual: ScalingRules) -> ScalingRules {
      var rules = usual
      if let window = stabilizationWindowSeconds { rules.stabilizationWindowSeconds = window }
      if let selectPolicy {
        guard let policy = ScalingPolicySelect(rawValue: selectPolicy) else {
          Issue.record("\(selectPolicy) is no policy")
          return rules
        }
        rules.selectPolicy = policy
      }
      guard let policies else { return rules }
      rules.policies = policies.map {
        ScalingPolicy(
          type: known($0.type, "Pods", "Percent") == "Pods" ? .pods : .percent, value: $0.value,
          periodSeconds: $0.periodSeconds)
      }
      return rules
    }
  }

  struct LimitedRow: Decodable {
    struct Expectation: Decodable {
      var replicas: Int
      var condition: String?
    }

    var id: String
    var currentReplicas: Int
    var desiredReplicas: Int
    var minReplicas: Int?
    var maxReplicas: Int
    var scaleUpRules: Rules?
    var scaleDownRules: Rules?
    var scaleUpEvents: [Change]?
    var scaleDownEvents: [Change]?
    var expect: Expectation

    var limits: ScalingLimits {
      ScalingLimits(minReplicas: minReplicas ?? 1, maxReplicas: maxReplicas)
    }
  }

  struct LimitRow: Decodable {
    struct Expectation: Decodable { var limit: Int }

    var id: String
    var direction: String
    var currentReplicas: Int
    var events: [Change]?
    var rules: Rules
    var expect: Expectation
  }

  struct StabilizationRow: Decodable {
    struct Entry: Decodable {
      var recommendation: Int
      var ageSeconds: Double
    }

    struct Expectation: Decodable {
      var replicas: Int
      var logLength: Int?
      var storedRecommendations: [Int]?
    }

    var id: String
    var downscaleStabilizationSeconds: Int?
    var recommendations: [Entry]
    var currentReplicas: Int?
    var desiredReplicas: Int
    var scaleUpWindowSeconds: Int?
    var scaleDownWindowSeconds: Int?
    var expect: Expectation
  }

  struct EventRow: Decodable {
    struct Expectation: Decodable {
      var changeInLookback: Int
      var storedAfter: [Change]
    }

    var id: String
    var replicaChange: Int
    var prevEvents: [Change]
    var rules: Rules?
    var lookbackSeconds: Int
    var expect: Expectation
  }

  static let file = CaseFile("hpa_behavior.json")
  static let now = SimTime.zero

  static func changes(_ rows: [Change]?) -> [ScalingHistory.Change] {
    (rows ?? []).map {
      ScalingHistory.Change(
        replicas: $0.replicaChange, time: now - SimDuration(seconds: $0.ageSeconds ?? 0))
    }
  }

  static func history(of row: StabilizationRow) -> ScalingHistory {
    ScalingHistory(
      recommendations: row.recommendations.map {
        .init(replicas: $0.recommendation, time: now - SimDuration(seconds: $0.ageSeconds))
      })
  }

  @Test("every array of the file is read by a test")
  func arraysAreRead() {
    let known: [String: any Decodable.Type] = [
      "eventStoreCases": EventRow.self, "legacyCases": LimitedRow.self,
      "limitCases": LimitRow.self, "rateCases": LimitedRow.self,
      "stabilizationCases": StabilizationRow.self,
      "stabilizationSimpleCases": StabilizationRow.self,
    ]
    #expect(Self.file.findings(known, comparingAll: true) == [])
  }

  @Test("without behavior the bounds are upstream's")
  func legacy() {
    for row in Self.file.rows("legacyCases", of: LimitedRow.self) {
      let limited = row.limits.limit(row.desiredReplicas, current: row.currentReplicas)
      #expect(limited.replicas == row.expect.replicas, "\(row.id)")
      #expect(row.expect.condition.map { $0 == limited.reason.rawValue } ?? true, "\(row.id)")
    }
  }

  @Test("a direction's limit is upstream's")
  func limits() {
    for row in Self.file.rows("limitCases", of: LimitRow.self) {
      let isUp = known(row.direction, "up", "down") == "up"
      let history = ScalingHistory(
        increases: isUp ? Self.changes(row.events) : [],
        decreases: isUp ? [] : Self.changes(row.events))
      let limit = isUp ? ScalingLimits.upLimit : ScalingLimits.downLimit
      let usual = isUp ? ScalingBehavior().scaleUp : ScalingBehavior().scaleDown
      #expect(
        limit(row.currentReplicas, row.rules.compiled(usual), history, Self.now)
          == row.expect.limit,
        "\(row.id)")
    }
  }

  @Test("the policies' speed limits are upstream's")
  func rates() {
    for row in Self.file.rows("rateCases", of: LimitedRow.self) {
      var behavior = ScalingBehavior()
      if let rules = row.scaleUpRules { behavior.scaleUp = rules.compiled(behavior.scaleUp) }
      if let rules = row.scaleDownRules {
        behavior.scaleDown = rules.compiled(behavior.scaleDown)
      }
      let limited = row.limits.limit(
        row.desiredReplicas, current: row.currentReplicas, behavior: behavior,
        history: ScalingHistory(
          increases: Self.changes(row.scaleUpEvents), decreases: Self.changes(row.scaleDownEvents)),
        at: Self.now)
      #expect(limited.replicas == row.expect.replicas, "\(row.id)")
      #expect(row.expect.condition.map { $0 == limited.reason.rawValue } ?? true, "\(row.id)")
    }
  }

  @Test("without behavior stabilisation is upstream's")
  func simpleStabilization() {
    for row in Self.file.rows("stabilizationSimpleCases", of: StabilizationRow.self) {
      var history = Self.history(of: row)
      let window = SimDuration.seconds(Int64(row.downscaleStabilizationSeconds ?? 0))
      let stable = history.stabilize(row.desiredReplicas, window: window, at: Self.now)
      #expect(stable == row.expect.replicas, "\(row.id)")
      #expect(history.recommendations.count == row.expect.logLength, "\(row.id)")
    }
  }

  @Test("stabilisation in both directions is upstream's")
  func stabilization() {
    for row in Self.file.rows("stabilizationCases", of: StabilizationRow.self) {
      var history = Self.history(of: row)
      let stable = history.stabilize(
        row.desiredReplicas, current: row.currentReplicas ?? 0,
        upWindow: .seconds(Int64(row.scaleUpWindowSeconds ?? 0)),
        downWindow: .seconds(Int64(row.scaleDownWindowSeconds ?? 0)), at: Self.now)
      #expect(stable == row.expect.replicas, "\(row.id)")
      #expect(
        history.recommendations.map(\.replicas) == row.expect.storedRecommendations, "\(row.id)")
    }
  }

  @Test("changes are remembered and forgotten as upstream does, in both directions")
  func events() {
    for row in Self.file.rows("eventStoreCases", of: EventRow.self) {
      for direction in [1, -1] {
        let before = Self.changes(row.prevEvents)
        #expect(
          ScalingHistory.sum(before, of: row.lookbackSeconds, at: Self.now)
            == row.expect.changeInLookback, "\(row.id)")
        var history =
          direction == 1 ? ScalingHistory(increases: before) : ScalingHistory(decreases: before)
        let behavior = row.rules.map { rules in
          var behavior = ScalingBehavior()
          behavior.scaleUp = rules.compiled(behavior.scaleUp)
          behavior.scaleDown = rules.compiled(behavior.scaleDown)
          return behavior
        }
        history.record(
          from: 10, to: 10 + direction * row.replicaChange, behavior: behavior, at: Self.now)
        let stored = direction == 1 ? history.increases : history.decreases
        #expect(
          stored.map(\.replicas) == row.expect.storedAfter.map(\.replicaChange), "\(row.id)")
        #expect(
          stored.map(\.isOutdated) == row.expect.storedAfter.map { $0.outdated ?? false },
          "\(row.id)")
      }
    }
  }
}
