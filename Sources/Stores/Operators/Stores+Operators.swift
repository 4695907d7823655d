import Cluster
import SimulationKernel

/// Whether a store's operator is at work, and what the Kubernetes API permits it.
extension Stores {
  /// Whether the operator of a store is at work.
  ///
  /// It is taken to be where the store has no operator or the manifests do not include it.
  func isOperatorAtWork(of store: Int, _ cluster: borrowing Cluster) -> Bool {
    operatorWorkloads[store].map { cluster.isAtWork($0) } ?? true
  }

  /// Updates whether a store's operator is at work and may carry out a failover.
  ///
  /// Scheduled backups begin only while it is at work. A failover by CloudNativePG writes the
  /// status of the Cluster resource and the labels of its pods. No member is promoted while the API
  /// is down, while no pod of the operator is ready, or where its service account may not write
  /// these.
  mutating func askForOperator(
    of store: Int, in simulation: borrowing Simulation, _ cluster: inout Cluster
  ) {
    guard let manager = operatorWorkloads[store] else { return }
    let isAtWork = cluster.isAtWork(manager)
    groups.setOperator(of: store, isAtWork: isAtWork)
    guard groups.seeksSuccessor(store: store),
      let carrier = carriers.first(where: { $0.store == store }),
      cluster.workloads[carrier.workload].kind == .operated
    else { return }
    let namespace = cluster.workloads[carrier.workload].namespace
    let requests = [
      APIRequest(
        "patch", "clusters/status", group: "postgresql.cnpg.io", namespace: namespace),
      APIRequest("patch", "pods", namespace: namespace),
    ]
    let refused = requests.first { cluster.refusal(of: $0, by: manager) != nil }
    let wasAllowed = groups.stores[store].isOperatorAllowed
    groups.allowOperator(of: store, refused == nil && isAtWork)
    guard let refused, wasAllowed else { return }
    _ = cluster.ask(refused, by: manager, in: simulation)
  }
}

extension StoreGroups {
  /// Sets whether a store's operator may carry out a failover.
  package mutating func allowOperator(of store: Int, _ isAllowed: Bool) {
    stores[store].isOperatorAllowed = isAllowed
  }

  /// Sets whether a store's operator is at work.
  mutating func setOperator(of store: Int, isAtWork: Bool) {
    stores[store].isOperatorAtWork = isAtWork
  }

  /// Whether the loss of a primary was detected and no other has replaced it yet.
  func seeksSuccessor(store: Int) -> Bool {
    stores[store].shards.contains { groups[$0].detectedAt != nil }
  }
}
