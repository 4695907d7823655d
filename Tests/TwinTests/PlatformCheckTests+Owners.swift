import Manifests
import Testing
import Twin

/// Objects of operators without the resource that they belong to.
extension PlatformCheckTests {
  private static let cluster = Case.object(
    "postgresql.cnpg.io/v1 Cluster", "{instances: 1, storage: {size: 1Gi}}", name: "orders")

  private static func pool(_ labels: String) -> String {
    """
    ---
    apiVersion: kafka.strimzi.io/v1beta2
    kind: KafkaNodePool
    metadata: {name: brokers, labels: \(labels)}
    spec: {replicas: 1, roles: [broker], storage: {type: ephemeral}}

    """
  }

  private static func topic(_ labels: String, name: String = "orders") -> String {
    """
    ---
    apiVersion: kafka.strimzi.io/v1beta2
    kind: KafkaTopic
    metadata: {name: \(name), labels: \(labels)}
    spec: {partitions: 3, replicas: 1}

    """
  }

  private static let kafka = Case.object(
    "kafka.strimzi.io/v1beta2 Kafka",
    "{kafka: {listeners: [{name: plain, port: 9092, type: internal, tls: false}]}}", name: "bus")

  private static func pooler(_ cluster: String) -> String {
    Case.object(
      "postgresql.cnpg.io/v1 Pooler",
      "{cluster: {name: \(cluster)}, pgbouncer: {poolMode: session}}", name: "pool")
  }

  static let owners: [HopelessManifest] = [
    .init(
      "poolers and backups of a Cluster that is misspelt, and of none", "unknown-owner",
      "unknown-owner",
      text: cluster + pooler("§order")
        + Case.object(
          "postgresql.cnpg.io/v1 ScheduledBackup",
          "{schedule: 0 0 0 * * *, cluster: {name: §sales}}", name: "nightly")),
    .init("a pooler of its Cluster", text: cluster + pooler("orders")),
    .init(
      "a node pool without its Kafka", "unknown-owner",
      text: kafka + pool("§{strimzi.io/cluster: buss}")),
    .init("a node pool of nobody", "unknown-owner", text: kafka + pool("§{app: bus}")),
    .init(
      "a topic whose Kafka is misspelt, and one of nobody", "unknown-owner", "unknown-owner",
      text: kafka + topic("§{strimzi.io/cluster: buss}")
        + topic("§{app: bus}", name: "returns")),
    .init("a topic of its Kafka", text: kafka + topic("{strimzi.io/cluster: bus}")),
    .init(
      "a topic whose Kafka is in another namespace", "unknown-owner",
      text: kafka.replacing("{name: bus}", with: "{name: bus, namespace: shop}")
        + topic("§{strimzi.io/cluster: bus}") + namespace),
    .init("a node pool of its Kafka", text: kafka + pool("{strimzi.io/cluster: bus}")),
  ]

  @Test("users of a Kafka that nobody defines are told, though their kind is not simulated")
  func users() throws {
    let users = ["{strimzi.io/cluster: buss}", "{strimzi.io/cluster: bus}", "{}"].enumerated()
    let text = users.reduce(Self.kafka) { text, user in
      text + """
        ---
        apiVersion: kafka.strimzi.io/v1beta2
        kind: KafkaUser
        metadata: {name: user-\(user.offset), labels: \(user.element)}
        spec: {authentication: {type: tls}}

        """
    }
    let reading = DiagnosticCollector()
    let documents = ManifestLoader(sources: SourceMap(), diagnostics: reading)
      .documents(of: [UInt8](text.utf8), path: "shop.yaml")
    let manifests = ManifestSet.decode(documents, reading)
    #expect(reading.diagnostics.items.map(\.code) == ["unknown-kind"])
    let found = DiagnosticCollector()
    PlatformChecks.report(on: manifests, models: PlatformModels(), isWhole: false, found)
    let places = found.diagnostics.items.map { "\($0.code) \($0.span.line):\($0.span.column)" }
    #expect(places == ["unknown-owner 9:34", "unknown-owner 19:34"])
    #expect(
      found.diagnostics.items.map(\.message) == [
        "the KafkaUser user-0 belongs to the Kafka \"buss\", which no manifest defines",
        "the KafkaUser user-2 belongs to no Kafka: nothing is made of it",
      ])
  }
}
