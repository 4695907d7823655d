extension OperatorSpec {
  /// prometheus-operator: writes a StatefulSet for each shard of a Prometheus and for an
  /// Alertmanager, whose controller rolls the pods.
  ///
  /// A StatefulSet that somebody deletes comes back. Where the API refuses an update of one, as of
  /// its claim templates, the operator deletes it with its pods (foreground propagation) and writes
  /// it anew; it does not resize claims (pkg/prometheus/server/operator.go, its user guide on
  /// storage).
  package static let prometheus: OperatorSpec = {
    var spec = OperatorSpec(
      images: ["prometheus-operator/prometheus-operator"], kinds: ["Prometheus", "Alertmanager"],
      request: APIRequest("update", "statefulsets", group: "apps"))
    spec.growth = .recreates
    return spec
  }()
}
