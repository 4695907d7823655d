extension OperatorSpec {
  /// Elastic Cloud on Kubernetes: writes a StatefulSet of each node set.
  package static let elastic: OperatorSpec = {
    var spec = OperatorSpec(
      images: ["eck-operator"],
      kinds: ["Elasticsearch"],
      request: APIRequest("update", "statefulsets", group: "apps"))
    spec.releasesLease = true
    return spec
  }()
}
