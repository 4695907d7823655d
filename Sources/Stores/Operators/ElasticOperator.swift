import Cluster
import SimulationKernel

/// Elastic's operator (cloud-on-k8s): its disruption budget.
package enum ElasticOperator {
  /// How often it asks a cluster for its health (`elasticsearch-observation-interval`).
  static let healthInterval = SimDuration.seconds(10)

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
    // `nodespec/statefulset.go`; `driver/upgrade.go`
    value.replacesPods = true
    // `nodespec/defaults.go`
    value.grace = .seconds(180)
    // The hook waits until names are forgotten (`lifecycle_hook.go`).
    value.preStop = .seconds(50)
    // maxUnavailable of `DefaultChangeBudget`.
    value.batch = .fixed(1)
    return value
  }()
}

extension Stores {
  /// Lets Elastic's operator look at the health of a cluster, which its budget follows: it allows
  /// no disruption of one that is not green (`reconcile_default.go`).
  mutating func followHealth(
    of store: Int, in simulation: borrowing Simulation, _ cluster: inout Cluster
  ) {
    guard groups.stores[store].configuration.manager.safeguard == .greenHealth,
      simulation.now >= groups.stores[store].nextHealthLook
    else { return }
    groups.stores[store].nextHealthLook = simulation.now + ElasticOperator.healthInterval
    guard isOperatorAtWork(of: store, cluster), cluster.isControlPlaneUp,
      let carrier = carriers.first(where: { $0.store == store })
    else { return }
    cluster.setBudgets(
      ofResourceBehind: carrier.workload, areStrict: groups.stores[store].health != .green)
  }
}
