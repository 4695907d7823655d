import SimulationKernel

/// Elastic's operator (cloud-on-k8s): its disruption budget.
package enum ElasticOperator {
  /// Disruptions that it allows: one, where every role has another node and the health is
  /// green; a single node may always go (`reconcile_default.go`).
  package static func disruptionsAllowed(
    nodes: Int, masters: Int, data: Int, ingest: Int, health: ShardHealth
  ) -> Int {
    if nodes == 1 { return 1 }
    return health == .green && masters != 1 && data != 1 && ingest != 1 ? 1 : 0
  }
}

extension StoreOperator {
  /// Elastic's operator.
  package static let eck: StoreOperator = {
    var value = StoreOperator("eck")
    value.kinds = ["Elasticsearch"]
    value.safeguard = .greenHealth
    // `nodespec/defaults.go`
    value.grace = .seconds(180)
    // The hook waits until names are forgotten (`lifecycle_hook.go`).
    value.preStop = .seconds(50)
    // maxUnavailable of `DefaultChangeBudget`.
    value.batch = .fixed(1)
    return value
  }()
}
