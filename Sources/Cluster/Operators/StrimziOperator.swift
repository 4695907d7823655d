extension OperatorSpec {
  /// Strimzi: its StrimziPodSet controller makes the brokers' pods.
  package static let strimzi: OperatorSpec = {
    var spec = OperatorSpec(
      images: ["strimzi/operator"], kinds: ["Kafka"], request: APIRequest("create", "pods"))
    spec.makesPods = true
    spec.releasesLease = true
    return spec
  }()
}
