import Manifests
import Testing

@Suite("Settings of stores that count things")
struct StoreCountTests {
  private static func read(_ engine: String, _ settings: String) -> [String] {
    ScenarioText(
      spec: "",
      documents: """
        ---
        apiVersion: vhsim.dev/v1alpha1
        kind: StoreModel
        metadata: {name: store}
        spec:
          engine: \(engine)
          workload: sts/store
          settings: {\(settings)}
          operations: {}
        """
    ).marked
  }

  @Test("refuse nothing, less than nothing and parts of a thing where the software does")
  func refused() {
    let least = [
      ("redis", "sentinelQuorum", 1), ("redis", "parallelSyncs", 1),
      ("redis", "replicaPriority", 0), ("redis", "minReplicasToWrite", 0),
      ("redis", "replicaValidityFactor", 0), ("postgresql", "synchronousNodeCount", 1),
      ("kafka", "minInsyncReplicas", 1), ("kafka", "flushMessages", 1),
      ("elasticsearch", "checkRetries", 1), ("elasticsearch", "concurrentRecoveries", 0),
      ("clickhouse", "insertQuorum", 0), ("clickhouse", "partsToDelay", 1),
      ("clickhouse", "partsToThrow", 1), ("minio", "parity", 0), ("nats", "maxDeliver", -1),
      ("rabbitmq", "deliveryLimit", -1),
    ]
    for (engine, name, lowest) in least {
      #expect(Self.read(engine, "\(name): \(lowest)").isEmpty, "\(name)")
      #expect(
        Self.read(engine, "\(name): \(lowest - 1)")
          == ["\(lowest - 1) -> must be at least \(lowest)"], "\(name)")
      let parts = Self.read(engine, "\(name): 2.5")
      #expect(parts.count == 1 && parts[0].hasPrefix("2.5 -> expected a whole number"), "\(parts)")
    }
  }

  @Test(
    "are refused where the manifests write them, at their place",
    arguments: [
      ("0", "must be at least 1"), ("-2", "must be at least 1"), ("1.5", "must be a whole number"),
      ("2", nil),
    ] as [(String, String?)])
  func found(value: String, refusal: String?) throws {
    let text = ReadText(
      """
      apiVersion: apps/v1
      kind: StatefulSet
      metadata: {name: kafka, namespace: data}
      spec:
        replicas: 3
        serviceName: kafka
        selector: {matchLabels: {app: kafka}}
        template:
          metadata: {labels: {app: kafka}}
          spec:
            containers:
              - name: kafka
                image: apache/kafka:3.9.0
                env:
                  - {name: KAFKA_MIN_INSYNC_REPLICAS, value: "\(value)"}
      ---
      apiVersion: vhsim.dev/v1alpha1
      kind: StoreModel
      metadata: {name: kafka, namespace: data}
      spec:
        engine: kafka
        workload: sts/kafka
        operations: {}
      """)
    var given = PlatformModels()
    let objects = given.take(text.documents, sources: text.sources, text.collector)
    let set = ManifestSet.decode(objects, text.collector)
    let settings = StoreConfiguration(set).settings(
      of: try #require(given.stores.first), diagnostics: text.collector)
    let refused = text.items.filter { $0.code == "out-of-range" }
    #expect(settings.number("minInsyncReplicas") == (refusal == nil ? 2 : nil))
    #expect(refused.count == (refusal == nil ? 0 : 1))
    if let refusal {
      #expect(refused.first?.message.contains(refusal) ?? false)
      #expect(refused.first?.span.line == 15)
    }
  }
}
