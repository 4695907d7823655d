extension OperatorSpec {
  /// CloudNativePG: makes PostgreSQL's pods one by one, and poolers by Deployments.
  package static let cloudNativePG: OperatorSpec = {
    var spec = OperatorSpec(
      images: ["cloudnative-pg/cloudnative-pg"], kinds: ["Cluster", "Pooler"],
      request: APIRequest("create", "pods"))
    spec.makesPods = true
    spec.releasesLease = true
    return spec
  }()
}
