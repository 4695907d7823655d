package import SimulationKernel

/// Elastic's operator (cloud-on-k8s).
package struct ElasticOperator: Equatable, Sendable {
  /// Pods that may be away during a change (`DefaultChangeBudget`).
  package var maxUnavailable = 1
  /// Pods beyond the number that was asked for; nil without a limit.
  package var maxSurge: Int?
  /// From SIGTERM to SIGKILL (`nodespec/defaults.go`).
  package var terminationGrace = SimDuration.seconds(180)
  /// How long the hook waits before the node stops, so that names are forgotten
  /// (`lifecycle_hook.go`).
  package var preStopWait = SimDuration.seconds(50)

  /// Makes the operator's defaults.
  package init() {}

  /// Disruptions that its budget allows: one, where every role has another node and the health is
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
    let elastic = ElasticOperator()
    var value = StoreOperator("eck")
    value.safeguard = .greenHealth
    value.grace = elastic.terminationGrace
    value.preStop = elastic.preStopWait
    value.batch = .fixed(elastic.maxUnavailable)
    return value
  }()
}
