/// Labels that the Prometheus Operator puts on the pods it makes, after those of `podMetadata`.
///
/// Source: prometheus-operator pkg/prometheus/server/statefulset.go, pkg/alertmanager/operator.go.
extension Prometheus {
  /// Labels of the pods of one part of the targets.
  package func podLabels(shard: Int = 0) -> StringMap {
    pods.podMetadata.labels.adding([
      ("app.kubernetes.io/name", "prometheus"),
      ("app.kubernetes.io/managed-by", "prometheus-operator"),
      ("app.kubernetes.io/instance", metadata.name), ("prometheus", metadata.name),
      ("operator.prometheus.io/name", metadata.name),
      ("operator.prometheus.io/shard", String(shard)),
    ])
  }
}

extension Alertmanager {
  /// Labels of the pods.
  package var podLabels: StringMap {
    pods.podMetadata.labels.adding([
      ("app.kubernetes.io/name", "alertmanager"), ("alertmanager", metadata.name),
      ("app.kubernetes.io/managed-by", "prometheus-operator"),
      ("app.kubernetes.io/instance", metadata.name),
    ])
  }
}

extension StringMap {
  /// The map with further entries, which win over its own.
  fileprivate func adding(_ entries: [(key: String, value: String)]) -> StringMap {
    var map = self
    for (key, value) in entries { map[key] = value }
    return map
  }
}
