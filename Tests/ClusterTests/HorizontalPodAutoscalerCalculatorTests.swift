import Cluster
import Foundation
import SimulationKernel
import TestSupport
import Testing

@Suite("HorizontalPodAutoscaler Conformance: replica calculator")
struct HorizontalPodAutoscalerCalculatorConformance {
  struct Container: Decodable {
    var name: String
    var requestMilli: Int64?
    var restartPolicy: String?
  }

  struct Condition: Decodable {
    var status: String
    var transitionAgeSeconds: Double?
  }

  struct PodRow: Decodable {
    var name: String
    var phase: String?
    var ready: Bool?
    var readyCondition: Condition?
    var deleting: Bool?
    var startAgeSeconds: Double?
    var containers: [Container]?
  }

  /// Usage of a pod: by container, or one value.
  enum Usage: Decodable {
    case containers([String: Int64?])
    case value(Int64)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let value = try? container.decode(Int64.self) {
        self = .value(value)
      } else {
        self = .containers(try container.decode([String: Int64?].self))
      }
    }
  }

  struct ToleranceRow: Decodable {
    var scaleDown: Double?
    var scaleUp: Double?
  }

  struct ReplicaRow: Decodable {
    struct Expectation: Decodable {
      var replicas: Int?
      var utilizationPercent: Int?
      var rawAverageMilli: Int64?
      var usageMilli: Int64?
      var error: CaseError?
    }

    var id: String
    var kind: String
    var resource: String?
    var currentReplicas: Int
    var targetUtilizationPercent: Int?
    var targetValueMilli: Int64?
    var targetAverageMilli: Int64?
    var pods: [PodRow]?
    var metricsMilli: [String: Usage?]?
    var valuesMilli: [Int64]?
    var container: String?
    var tolerance: ToleranceRow?
    var expect: Expectation
  }

  struct GroupRow: Decodable {
    struct Sample: Decodable {
      var sampleAgeSeconds: Double?
      var windowSeconds: Double?
    }

    struct Expectation: Decodable {
      var readyCount: Int
      var unready: [String]?
      var missing: [String]?
      var ignored: [String]?
    }

    var id: String
    var resource: String?
    var pods: [PodRow]
    var metrics: [String: Sample]?
    var expect: Expectation
  }

  struct RequestRow: Decodable {
    struct Pod: Decodable {
      var name: String
      var podLevelRequestMilli: Int64?
      var containers: [Container]
      var initContainers: [Container]?
    }

    struct Expectation: Decodable {
      var requestMilli: Int64?
      var error: CaseError?
    }

    var id: String
    var resource: String?
    var podLevelResourcesEnabled: Bool?
    var container: String?
    var pod: Pod
    var expect: Expectation
  }

  static let file = CaseFile("hpa_replica_calculator.json")
  /// The present of all cases, and a time so long ago that it stands for Go's zero time.
  static let now = SimTime.zero
  static let zeroTime = SimTime(seconds: -4e9)

  /// The constants that the cases share.
  struct Parameters: Decodable {
    var defaultTolerance: ToleranceRow?
    var cpuInitializationPeriodSeconds: Int64?
    var delayOfInitialReadinessStatusSeconds: Int64?
    var metricWindowSeconds: Double?
  }

  private struct Head: Decodable { var parameters: Parameters? }

  static let parameters =
    (try? JSONDecoder().decode(Head.self, from: file.data ?? Data()))?.parameters ?? Parameters()

  static func calculator(_ tolerance: ToleranceRow?) -> ReplicaCalculator {
    ReplicaCalculator(
      now: now,
      tolerance: (tolerance ?? parameters.defaultTolerance)
        .map { .init(down: $0.scaleDown ?? 0.1, up: $0.scaleUp ?? 0.1) } ?? .init(),
      cpuInitialization: .seconds(parameters.cpuInitializationPeriodSeconds ?? 120),
      initialReadinessDelay: .seconds(parameters.delayOfInitialReadinessStatusSeconds ?? 10))
  }

  static func ago(_ seconds: Double?) -> SimTime {
    seconds.map { now - SimDuration(seconds: $0) } ?? zeroTime
  }

  static func pod(_ row: PodRow, resource: String?, container: String?) -> AutoscaledPod {
    let phases: [String: PodPhase] = [
      "Pending": .pending, "Running": .running, "Succeeded": .succeeded, "Failed": .failed,
    ]
    let ready: AutoscaledPod.ReadyCondition? =
      if let isReady = row.ready {
        .init(isTrue: isReady, isFalse: !isReady, changedAt: zeroTime)
      } else {
        row.readyCondition.map {
          .init(
            isTrue: known($0.status, "True", "False", "Unknown") == "True",
            isFalse: $0.status == "False",
            changedAt: ago($0.transitionAgeSeconds))
        }
      }
    let request = AutoscaledRequest(
      containers: (row.containers ?? []).map { .init(name: $0.name, milli: $0.requestMilli) })
    return AutoscaledPod(
      phase: known(row.phase, "Pending", "Running", "Succeeded", "Failed", "Unknown")
        .flatMap { phases[$0] } ?? .running, isDeleting: row.deleting ?? false,
      startedAt: ago(row.startAgeSeconds), ready: ready,
      request: row.containers == nil
        ? .success(0)
        : request.total(resource: resource ?? "cpu", container: container, pod: row.name))
  }

  static func sample(_ usage: Usage?, container: String?) -> MetricSample? {
    let milli: Int64? =
      switch usage {
      case .value(let value)?: value
      case .containers(let values)?:
        container.map { values[$0] ?? nil } ?? values.values.compactMap { $0 }.reduce(0, +)
      case nil: nil
      }
    return milli.map {
      MetricSample(
        milli: $0, time: zeroTime,
        window: SimDuration(seconds: parameters.metricWindowSeconds ?? 60))
    }
  }

  func proposal(_ row: ReplicaRow) throws(MetricProblem) -> ReplicaCalculator.Proposal? {
    let metrics = (row.metricsMilli ?? [:]).compactMapValues { $0 }
    let rows = row.pods ?? []
    let pods = rows.map { pod in
      var observed = Self.pod(pod, resource: row.resource, container: row.container)
      observed.sample = Self.sample(metrics[pod.name], container: row.container)
      return observed
    }
    let strays = metrics.filter { metric in !rows.contains { $0.name == metric.key } }
      .compactMap { Self.sample($0.value, container: row.container)?.milli }
    let calculator = Self.calculator(row.tolerance)
    switch row.kind {
    case "resourceUtilization":
      return try calculator.replicas(
        current: row.currentReplicas, targetUtilization: row.targetUtilizationPercent ?? 0,
        pods: pods, resource: row.resource, strays: strays)
    case "podMetric", "resourceAverage":
      return try calculator.replicas(
        current: row.currentReplicas, targetAverageMilli: row.targetAverageMilli ?? 0, pods: pods,
        resource: row.resource, strays: strays)
    case "object", "external":
      return try calculator.replicas(
        current: row.currentReplicas, valuesMilli: row.valuesMilli ?? [],
        targetMilli: row.targetValueMilli ?? 0, pods: pods)
    case "objectPerPod", "externalPerPod":
      return calculator.replicas(
        current: row.currentReplicas, valuesMilli: row.valuesMilli ?? [],
        targetAverageMilli: row.targetAverageMilli ?? 0)
    default: return nil
    }
  }

  @Test("every array of the file is read by a test")
  func arraysAreRead() {
    let known: [String: any Decodable.Type] = [
      "groupCases": GroupRow.self, "replicaCases": ReplicaRow.self,
      "requestCases": RequestRow.self,
    ]
    #expect(Self.file.findings(known, comparingAll: true) == [])
  }

  @Test("replicas, utilisation and usage are upstream's")
  func replicas() throws {
    for row in Self.file.rows("replicaCases", of: ReplicaRow.self) {
      let result: Result<ReplicaCalculator.Proposal?, MetricProblem>
      do throws(MetricProblem) {
        result = .success(try proposal(row))
      } catch {
        result = .failure(error)
      }
      if let error = row.expect.error, error.isExpected {
        let failure: MetricProblem? =
          if case .failure(let problem) = result { problem } else { nil }
        #expect(error.matches(failure?.message), "\(row.id)")
        continue
      }
      let proposal = try result.get()
      #expect(proposal?.replicas == row.expect.replicas, "\(row.id)")
      if row.expect.utilizationPercent != nil {
        #expect(proposal?.utilization == row.expect.utilizationPercent, "\(row.id)")
      }
      if let usage = row.expect.rawAverageMilli ?? row.expect.usageMilli {
        #expect(proposal?.usageMilli == usage, "\(row.id)")
      }
    }
  }

  @Test("pods are grouped as upstream groups them")
  func groups() {
    for row in Self.file.rows("groupCases", of: GroupRow.self) {
      var groups: [(name: String, group: PodGroups.Group)] = []
      for pod in row.pods {
        var observed = Self.pod(pod, resource: row.resource, container: nil)
        observed.sample = row.metrics?[pod.name].map {
          MetricSample(
            milli: 1, time: Self.ago($0.sampleAgeSeconds),
            window: SimDuration(seconds: $0.windowSeconds ?? 0))
        }
        let group = Self.calculator(nil).group(of: observed, resource: row.resource)
        groups.append((pod.name, group))
      }
      func names(_ group: PodGroups.Group) -> [String] {
        groups.filter { $0.group == group }.map(\.name).sorted()
      }
      #expect(names(.ready).count == row.expect.readyCount, "\(row.id)")
      #expect(names(.unready) == (row.expect.unready ?? []).sorted(), "\(row.id)")
      #expect(names(.missing) == (row.expect.missing ?? []).sorted(), "\(row.id)")
      #expect(names(.ignored) == (row.expect.ignored ?? []).sorted(), "\(row.id)")
    }
  }

  @Test("requests are added up as upstream adds them up")
  func requests() {
    for row in Self.file.rows("requestCases", of: RequestRow.self) {
      // Of the init containers only sidecars run beside the others.
      let sidecars = (row.pod.initContainers ?? []).filter {
        known($0.restartPolicy, "Always", "") == "Always"
      }
      let request = AutoscaledRequest(
        containers: (row.pod.containers + sidecars).map {
          .init(name: $0.name, milli: $0.requestMilli)
        }, podLevelMilli: row.podLevelResourcesEnabled == true ? row.pod.podLevelRequestMilli : nil)
      let total = request.total(
        resource: row.resource ?? "cpu",
        container: row.container.flatMap { $0.isEmpty ? nil : $0 }, pod: row.pod.name)
      switch total {
      case .success(let milli): #expect(milli == row.expect.requestMilli, "\(row.id)")
      case .failure(let problem):
        #expect(row.expect.error?.matches(problem.message) == true, "\(row.id)")
      }
    }
  }

  /// calcPlainMetricReplicas fills missing pods in below the target and above it, not at it.
  @Test("missing pods say nothing where the others use exactly the target", arguments: 1...8)
  func missingAtTarget(_ missing: Int) throws {
    let counted = MetricSample(milli: 500, time: Self.zeroTime, window: .seconds(60))
    let pods = (0..<(3 + missing)).map { place in
      AutoscaledPod(
        phase: .running, isDeleting: false, startedAt: Self.zeroTime,
        ready: .init(isTrue: true, isFalse: false, changedAt: Self.zeroTime),
        sample: place < 3 ? counted : nil)
    }
    let proposal = try Self.calculator(nil).replicas(
      current: pods.count, targetAverageMilli: 500, pods: pods, resource: nil)
    #expect(proposal.replicas == pods.count)
  }
}
