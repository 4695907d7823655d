/// The workloads of a platform's manifests, by the names that scenarios call them.
struct NamedWorkloads {
  /// Kinds of resources whose workloads an operator names after them.
  private static let operated = [
    "Cluster", "Kafka", "KafkaNodePool", "Prometheus", "Alertmanager", "Pooler",
    "RedisCluster", "RedisFailover",
  ]
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
    let isDerived = near.contains {
      Self.operated.contains($0.kind)
        && (reference.name.hasPrefix($0.name) || reference.name.hasSuffix("-" + $0.name))
    }
    let known = near.filter { Self.kinds.contains($0.kind) }.map(\.name)
    guard !isDerived, !known.contains(reference.name) else { return }
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
}
