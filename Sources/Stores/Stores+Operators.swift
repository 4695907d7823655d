import Cluster
import SimulationKernel

/// What a store's operator asks of the Kubernetes API.
extension Stores {
  /// Asks for what a failover takes while one is due: the cluster resource's status and the labels
  /// of its pods (CloudNativePG's instance status and role labels).
  ///
  /// Without the API, or with a
  /// service account that may not do it, no other member is promoted.
  mutating func askForOperator(
    of store: Int, in simulation: borrowing Simulation, _ cluster: inout Cluster
  ) {
    guard groups.seeksSuccessor(store: store),
      let place = workloads.first(where: { $0.store == store }),
      cluster.workloads[place.workload].kind == .operated,
      let keeper = cluster.operatorWorkload(of: .operated)
    else { return }
    let namespace = cluster.workloads[place.workload].namespace
    let requests = [
      APIRequest(
        "patch", "clusters/status", group: "postgresql.cnpg.io", namespace: namespace),
      APIRequest("patch", "pods", namespace: namespace),
    ]
    let refused = requests.first { cluster.refusal(of: $0, by: keeper) != nil }
    let wasAllowed = groups.stores[store].isOperatorAllowed
    groups.allowOperator(of: store, refused == nil && cluster.isControlPlaneUp)
    guard let refused, wasAllowed else { return }
    _ = cluster.ask(refused, by: keeper, in: simulation)
  }
}

extension StoreGroups {
  /// Lets a store's operator do what a failover takes, or not.
  package mutating func allowOperator(of store: Int, _ isAllowed: Bool) {
    stores[store].isOperatorAllowed = isAllowed
  }

  /// Whether the loss of a primary is known and another is sought.
  func seeksSuccessor(store: Int) -> Bool {
    stores[store].shards.contains { groups[$0].detectedAt != nil }
  }
}
