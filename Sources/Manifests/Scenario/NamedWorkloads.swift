/// The workloads of a platform's manifests, by the names that scenarios call them.
struct NamedWorkloads {
  private static let kinds = [
    "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Job",
    "CronJob", "Pod", "Rollout",
  ]

  /// The platform's objects, and those that changes apply; without any, no name is checked.
  let objects: [ManifestDocument]

  /// Reports a name that leads to no workload.
  func check(_ reference: WorkloadReference, _ diagnostics: DiagnosticCollector) {
    guard !objects.isEmpty else { return }
    let near = objects.filter { ($0.namespace ?? "default") == reference.namespace }
    let known =
      near.filter { Self.kinds.contains($0.kind) }.map(\.name)
      + near.flatMap { names(madeOf: $0, among: near) }
    guard !known.contains(reference.name) else { return }
    let namespace = reference.namespace ?? "default"
    diagnostics.error(
      "there is no workload \"\(namespace)/\(reference.name)\"", at: reference.span,
      code: "unknown-name",
      help: nearest(reference.name, in: known).map { "did you mean \"\($0)\"?" }
        ?? elsewhere(reference.name, kinds: Self.kinds))
  }

  /// An object of the name in another namespace, as help.
  func elsewhere(_ name: String, kinds: [String]) -> String? {
    objects.first { kinds.contains($0.kind) && $0.name == name }
      .map { "namespace \"\($0.namespace ?? "default")\" has one of that name" }
  }

  /// The workloads that an operator makes of an object, as it names them.
  private func names(madeOf object: ManifestDocument, among near: [ManifestDocument]) -> [String] {
    let name = object.name
    switch object.kind {
    case "Cluster", "Pooler": return [name]
    case "Kafka":
      return parts(ofKafka: object, among: near).map { "\(name)-\($0)" }
    case "KafkaNodePool": return object.kafkaCluster.map { ["\($0)-\(name)"] } ?? []
    case "Prometheus":
      let shards = object.node["spec"]?["shards"]?.text.flatMap { Int($0) } ?? 1
      return ["prometheus-\(name)"]
        + (1..<min(max(1, shards), 1_000)).map { "prometheus-\(name)-shard-\($0)" }
    case "Alertmanager": return ["alertmanager-\(name)"]
    case "RedisCluster": return ["\(name)-leader", "\(name)-follower"]
    case "RedisFailover": return ["rfr-\(name)", "rfs-\(name)"]
    default: return OperatedKind.workloads(madeOf: object)
    }
  }

  private func parts(
    ofKafka object: ManifestDocument, among near: [ManifestDocument]
  ) -> [String] {
    let sections = [
      ("zookeeper", "zookeeper"), ("entityOperator", "entity-operator"),
      ("cruiseControl", "cruise-control"), ("kafkaExporter", "kafka-exporter"),
    ]
    let isPooled = near.contains {
      $0.kind == "KafkaNodePool" && $0.kafkaCluster == object.name
    }
    return (isPooled ? [] : ["kafka"])
      + sections.filter { object.node["spec"]?[$0.0] != nil }.map(\.1)
  }
}

extension ManifestDocument {
  /// The Kafka resource that a node pool belongs to.
  fileprivate var kafkaCluster: String? {
    node["metadata"]?["labels"]?["strimzi.io/cluster"]?.text
  }
}
