import Cluster
import SimulationKernel

/// What a store's operator asks of the Kubernetes API.
extension Stores {
  /// Whether the operator of a store does its work; a store without one, or whose operator the
  /// platform does not show, is looked after.
  func isKeeperAtWork(of store: Int, _ cluster: borrowing Cluster) -> Bool {
    keepers[store].map { cluster.isAtWork($0) } ?? true
  }

  /// Brings up to date what a store's operator may do: its backups begin while it is at work, and a
  /// failover of CloudNativePG takes the cluster resource's status and the labels of its pods.
  ///
  /// Without the API, while no pod of the operator is ready, or with a service account that may not
  /// do it, no other member is promoted.
  mutating func askForOperator(
    of store: Int, in simulation: borrowing Simulation, _ cluster: inout Cluster
  ) {
    guard let keeper = keepers[store] else { return }
    let isAtWork = cluster.isAtWork(keeper)
    groups.setKeeper(of: store, isAtWork: isAtWork)
    guard groups.seeksSuccessor(store: store),
      let place = workloads.first(where: { $0.store == store }),
      cluster.workloads[place.workload].kind == .operated
    else { return }
    let namespace = cluster.workloads[place.workload].namespace
    let requests = [
      APIRequest(
        "patch", "clusters/status", group: "postgresql.cnpg.io", namespace: namespace),
      APIRequest("patch", "pods", namespace: namespace),
    ]
    let refused = requests.first { cluster.refusal(of: $0, by: keeper) != nil }
    let wasAllowed = groups.stores[store].isOperatorAllowed
    groups.allowOperator(of: store, refused == nil && isAtWork)
    guard let refused, wasAllowed else { return }
    _ = cluster.ask(refused, by: keeper, in: simulation)
  }
}

extension StoreGroups {
  /// Lets a store's operator do what a failover takes, or not.
  package mutating func allowOperator(of store: Int, _ isAllowed: Bool) {
    stores[store].isOperatorAllowed = isAllowed
  }

  /// Says whether a store's operator does its work.
  mutating func setKeeper(of store: Int, isAtWork: Bool) {
    stores[store].isKeeperAtWork = isAtWork
  }

  /// Whether the loss of a primary is known and another is sought.
  func seeksSuccessor(store: Int) -> Bool {
    stores[store].shards.contains { groups[$0].detectedAt != nil }
  }
}
