import Metrics
import SimulationKernel
import Testing
import Twin

/// Stores whose pods operators make of their resources, run.
@Suite("Stores of operators")
struct OperatedStoreTests {
  /// A resource with the document of its store.
  struct Example: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let resource: String
    let model: String

    init(_ engine: String, _ workload: String, service: String, more: String = "", _ text: String) {
      testDescription = engine
      resource = text
      model = """
        apiVersion: vhsim.dev/v1alpha1
        kind: StoreModel
        metadata: {name: data, namespace: default}
        spec:
          engine: \(engine)
          workload: \(workload)
          services: {any: \(service)}
          \(more)
          operations:
            put: {kind: write, cpu: 20us}
          client: {timeout: 1s}
        """
    }
  }

  static let postgresql = Example(
    "postgresql", "postgresql.acid.zalan.do/acid-db", service: "acid-db",
    """
    apiVersion: acid.zalan.do/v1
    kind: postgresql
    metadata: {name: acid-db, namespace: default}
    spec:
      teamId: acid
      volume: {size: 1Gi}
      numberOfInstances: 3
      postgresql: {version: "17"}
      patroni: {ttl: 20, loop_wait: 5}
    """)

  static let elasticsearch = Example(
    "elasticsearch", "elasticsearch.elasticsearch.k8s.elastic.co/logs", service: "logs-es-http",
    """
    apiVersion: elasticsearch.k8s.elastic.co/v1
    kind: Elasticsearch
    metadata: {name: logs, namespace: default}
    spec:
      version: 9.1.0
      nodeSets: [{name: hot, count: 2}, {name: cold, count: 1}]
    """)

  static let examples = [
    postgresql,
    Example(
      "rabbitmq", "rabbitmqcluster.rabbitmq.com/queue", service: "queue",
      """
      apiVersion: rabbitmq.com/v1beta1
      kind: RabbitmqCluster
      metadata: {name: queue, namespace: default}
      spec: {replicas: 3}
      """),
    elasticsearch,
    Example(
      "clickhouse", "clickhouseinstallation.clickhouse.altinity.com/repl",
      service: "clickhouse-repl", more: "shards: 2\n  replicas: 1",
      """
      apiVersion: clickhouse.altinity.com/v1
      kind: ClickHouseInstallation
      metadata: {name: repl, namespace: default}
      spec:
        configuration:
          zookeeper: {nodes: [{host: keeper-simple, port: 2181}]}
          clusters: [{name: main, layout: {shardsCount: 2, replicasCount: 2}}]
      ---
      apiVersion: clickhouse-keeper.altinity.com/v1
      kind: ClickHouseKeeperInstallation
      metadata: {name: simple, namespace: default}
      spec: {configuration: {clusters: [{name: three, layout: {replicasCount: 3}}]}}
      """),
    Example(
      "minio", "tenant.minio.min.io/store", service: "minio",
      """
      apiVersion: minio.min.io/v2
      kind: Tenant
      metadata: {name: store, namespace: default}
      spec:
        requestAutoCert: false
        pools:
          - name: pool-0
            servers: 4
            volumesPerServer: 1
            volumeClaimTemplate:
              spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
      """),
  ]

  private static func laboratory(
    _ example: Example, faults: String = "[]"
  ) throws -> Laboratory {
    try Laboratory(
      load: "executor: constant-arrival-rate, journey: customer, rate: 20", duration: "90s",
      services: [Server(steps: ["write: data/put"])],
      documents: [example.resource, example.model], faults: faults)
  }

  @Test(
    "Writes go through the operator's own Service to the pods that it makes", arguments: examples)
  func writes(_ example: Example) throws {
    let summary = try Self.laboratory(example).run(seed: 1).summary
    // 80 s of 20 a second; the first may meet pods that still start.
    #expect(summary.answered > 1_500 && summary.failed < 16, "\(summary)")
  }

  @Test("The StatefulSets of all node sets hold the data of one store")
  func members() throws {
    let plan = try Self.laboratory(Self.elasticsearch).plan()
    let facts = try #require(plan.stores.first { $0.system == "data" }).sentences
    let several = facts.first { $0.contains("several") } ?? ""
    #expect(several.hasSuffix("2 of default/logs-es-hot, 1 of default/logs-es-cold"), "\(facts)")
  }

  @Test("Nodes without data are members that elect the master, and those with data do not")
  func masters() throws {
    let sets =
      "nodeSets:\n    - {name: masters, count: 3, config: {node.roles: [master]}}\n"
      + "    - {name: data, count: 2, config: {node.roles: [data]}}"
    let example = Example(
      "elasticsearch", "elasticsearch.elasticsearch.k8s.elastic.co/logs", service: "logs-es-http",
      Self.elasticsearch.resource.replacing(
        "nodeSets: [{name: hot, count: 2}, {name: cold, count: 1}]", with: sets))
    let laboratory = try Self.laboratory(example)
    let facts = try #require(laboratory.plan().stores.first { $0.system == "data" }).sentences
    let elected = "its master is elected among 3 of default/logs-es-masters"
    #expect(facts.contains(elected), "\(facts)")
    // The Service leads to the masters too, which pass requests on.
    let summary = try laboratory.run(seed: 1).summary
    #expect(summary.answered > 1_500 && summary.failed < 16, "\(summary)")
  }

  @Test("Patroni's new leader has the label by which Zalando's Service finds it")
  func failover() throws {
    let fault =
      "{name: loss, at: 30s, podKill: {store: {system: data, role: primary}}}"
    let (summary, rows) = try Self.laboratory(Self.postgresql, faults: "[\(fault)]").run(seed: 1)
    let failover = try #require(rows.failovers.first, "\(rows.failovers)")
    #expect(failover.newPrimary.hasPrefix("default/acid-db-"), "\(failover)")
    // Writes go on behind the gap: more than half of the run's 1,600 are answered.
    #expect(summary.answered > 800, "\(summary)")
  }
}
