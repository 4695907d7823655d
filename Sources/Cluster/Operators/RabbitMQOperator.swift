extension OperatorSpec {
  /// RabbitMQ's cluster operator: writes a StatefulSet of nodes.
  package static let rabbitmq: OperatorSpec = {
    var spec = OperatorSpec(
      images: ["rabbitmqoperator/cluster-operator", "rabbitmq-cluster-operator"],
      kinds: ["RabbitmqCluster"],
      request: APIRequest("update", "statefulsets", group: "apps"))
    spec.releasesLease = true
    return spec
  }()
}
