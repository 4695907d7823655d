import Metrics
import SimulationKernel
import Testing
import Twin

/// A Kafka resource with node pools, run as Strimzi does.
@Suite("Strimzi's resources")
struct KafkaResourceTests {
  private static func pool(_ name: String, role: String) -> String {
    """
    apiVersion: kafka.strimzi.io/v1beta2
    kind: KafkaNodePool
    metadata: {name: \(name), namespace: default, labels: {strimzi.io/cluster: orders}}
    spec: {replicas: 3, roles: [\(role)], storage: {type: ephemeral}}
    """
  }

  private static let resource = """
    apiVersion: kafka.strimzi.io/v1beta2
    kind: Kafka
    metadata: {name: orders, namespace: default}
    spec:
      kafka:
        listeners: [{name: plain, port: 9092, type: internal, tls: false}]
        config: {default.replication.factor: 3, min.insync.replicas: 2}
    """

  private static let model = """
    apiVersion: vhsim.dev/v1alpha1
    kind: StoreModel
    metadata: {name: orders, namespace: default}
    spec:
      engine: kafka
      workload: kafka.kafka.strimzi.io/orders
      services: {any: orders-kafka-bootstrap}
      operations:
        put: {kind: write, cpu: 20us}
      client: {timeout: 1s}
    """

  @Test("A pool of controllers alone agrees on what the brokers of the other hold")
  func controllers() throws {
    let laboratory = try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 50", duration: "60s",
      services: [Server(steps: ["write: orders/put"])],
      documents: [
        Self.pool("controllers", role: "controller"), Self.pool("brokers", role: "broker"),
        Self.resource, Self.model,
      ], faults: "[{name: loss, at: 20s, processKill: {store: {system: orders, role: leader}}}]")
    let rows = try laboratory.run(seed: 1).rows
    let failover = try #require(rows.failovers.first)
    #expect(failover.oldPrimary.contains("orders-controllers-"), "\(failover)")
    #expect(failover.newPrimary.contains("orders-controllers-"), "\(failover)")
    // Records go on while the controllers elect.
    let answered = try #require(rows.durations(of: "customer")).count
    #expect(answered > 2_400, "\(answered)")
  }

  @Test("Of two pools of brokers one answers, and nobody asks the other")
  func brokerPools() throws {
    let laboratory = try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 50", duration: "20s",
      warmUp: "2s", services: [Server(steps: ["write: orders/put"])],
      documents: [
        Self.pool("old", role: "controller, broker"), Self.pool("new", role: "broker"),
        Self.resource, Self.model,
      ])
    let (summary, rows) = try laboratory.run(seed: 1)
    #expect(summary.answered > 800 && summary.failed == 0, "\(summary)")
    let note = try #require(rows.notes.first { $0.subject == "KafkaNodePool" })
    #expect(note.kind == .notModelled && note.text.hasSuffix("of old: nobody asks those of new"))
  }
}
