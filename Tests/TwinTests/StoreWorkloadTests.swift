import Foundation
import Metrics
import SimulationKernel
import Testing
import Twin

/// Stores whose data is in the pods of several workloads, as their documents say.
@Suite("Stores of several workloads")
struct StoreWorkloadTests {
  private static func nodes(_ name: String, replicas: Int) -> String {
    """
    apiVersion: apps/v1
    kind: StatefulSet
    metadata: {name: \(name), namespace: default}
    spec:
      replicas: \(replicas)
      serviceName: search
      podManagementPolicy: Parallel
      selector: {matchLabels: {app: search, set: \(name)}}
      template:
        metadata: {labels: {app: search, set: \(name)}}
        spec:
          containers:
            - name: server
              image: registry.k8s.io/pause:3.10
              resources: {requests: {cpu: 100m, memory: 64Mi}}
    """
  }

  private static let service = """
    apiVersion: v1
    kind: Service
    metadata: {name: search, namespace: default}
    spec: {selector: {app: search}, ports: [{port: 9200}]}
    """

  /// Its pods have no probes, so that they take calls while they start: they do that at once.
  private static func model(further: String) -> String {
    """
    apiVersion: vhsim.dev/v1alpha1
    kind: StoreModel
    metadata: {name: search, namespace: default}
    spec:
      engine: elasticsearch
      workload: statefulset/hot
      further: [\(further)]
      shards: 3
      settings: {startup: 1ms}
      operations:
        put: {kind: write, cpu: 20us}
      client: {timeout: 1s}
    """
  }

  private static func laboratory(further: String, faults: String = "[]") throws -> Laboratory {
    try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 50",
      services: [Server(steps: ["write: search/put"])],
      documents: [nodes("hot", replicas: 2), nodes("warm", replicas: 1), service]
        + [model(further: further)], faults: faults)
  }

  @Test("A node of the second set leads a shard, and one of the first takes it over")
  func twoSets() throws {
    let laboratory = try Self.laboratory(
      further: "statefulset/warm",
      faults: "[{name: loss, at: 20s, podKill: {workload: default/warm}}]")
    let facts = try laboratory.plan().stores.flatMap(\.sentences)
    #expect(facts.contains { $0.hasSuffix("2 of default/hot, 1 of default/warm") }, "\(facts)")
    let (summary, rows) = try laboratory.run(seed: 1)
    let failover = try #require(rows.failovers.first { $0.group == "2" }, "\(rows.failovers)")
    #expect(failover.oldPrimary == "default/warm-0", "\(failover)")
    #expect(failover.newPrimary.hasPrefix("default/hot-"), "\(failover)")
    #expect(rows.failovers.allSatisfy { $0.lostWrites == 0 })
    #expect(summary.answered > 2_900, "\(summary)")
  }

  @Test("A ClickHouse shard is the servers of a set: without one set half of the rows fail")
  func shardSets() throws {
    let model = Self.model(further: "statefulset/warm").replacingOccurrences(
      of: "elasticsearch", with: "clickhouse"
    ).replacingOccurrences(of: "shards: 3", with: "shards: 2\n  replicas: 1")
    func failed(_ target: String) throws -> (lost: Double, asked: Double) {
      let laboratory = try Laboratory(
        load: "executor: constant-arrival-rate, journey: customer, rate: 50",
        services: [Server(steps: ["write: search/put"])],
        documents: [
          Self.nodes("hot", replicas: 2), Self.nodes("warm", replicas: 2), Self.service, model,
        ],
        faults: """
          [{name: loss, at: 20s, duration: 30s, processKill: {restart: false, \(target)}}]
          """)
      // What ended while the fault lasted; the kubelet's back-off lasts longer.
      let rows = try laboratory.run(seed: 1).rows.journeySeconds[20..<50].flatMap { $0 }
      return (
        rows.reduce(0) { $0 + Double($1.failedRequests) },
        rows.reduce(0) { $0 + Double($1.requests) }
      )
    }
    // Of the rows half, within four standard deviations.
    let all = try failed("mode: all, workload: default/warm")
    #expect(all.asked > 1_200)
    #expect(abs(all.lost - all.asked / 2) < 4 * (all.asked / 4).squareRoot(), "\(all)")
    // The other server of the shard takes the rows of one.
    let one = try failed("mode: one, workload: default/warm")
    #expect(one.lost < 75, "\(one)")
  }

  @Test("A workload that is not there is an error, once")
  func unknown() throws {
    let laboratory = try Self.laboratory(further: "statefulset/warn")
    let problem = #expect(throws: Unbuildable.self) { try laboratory.run(seed: 1) }
    #expect(problem?.messages == ["no workload default/warn in the manifests"])
  }
}
