import Testing

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
    .init("a node pool of its Kafka", text: kafka + pool("{strimzi.io/cluster: bus}")),
  ]
}
