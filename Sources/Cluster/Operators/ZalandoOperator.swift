import SimulationKernel

extension OperatorSpec {
  /// Zalando's operator of PostgreSQL: writes a StatefulSet of Spilo and Deployments of poolers.
  ///
  /// It watches its resources and pods, no StatefulSets: that one is gone it finds at its next full
  /// comparison (`resync_period` of its parameters). What it makes refers to no owner
  /// (`enable_owner_references` is off by default): it deletes that itself.
  package static let zalando: OperatorSpec = {
    var spec = OperatorSpec(
      images: ["acid/postgres-operator", "zalando/postgres-operator"],
      kinds: ["postgresql"],
      request: APIRequest("update", "statefulsets", group: "apps"))
    spec.resync = .minutes(30)
    spec.blocksDeletion = false
    return spec
  }()
}
