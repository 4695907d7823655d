import Cluster
import SimulationKernel

/// Restarts of stores, as their operators do them.
extension Stores {
  /// Begins to restart the pods of a workload, if they are a store's; false if they are not.
  ///
  /// A store's other workloads whose restart is under way go on with it: the operator restarts all
  /// pods of a system in one order.
  package mutating func restart(workload: Int) -> Bool {
    guard let carrier = carriers.first(where: { $0.workload == workload }),
      groups.stores[carrier.store].members.contains(carrier.members.lowerBound)
    else { return false }
    beginRestart(of: Array(carrier.members), in: carrier.store)
    return true
  }

  private mutating func beginRestart(of members: [Int], in store: Int) {
    let manager = groups.stores[store].configuration.manager
    let order = groups.restartOrder(store: store, manager.order)
    if let index = restarts.firstIndex(where: { $0.store == store }) {
      restarts[index].restart.progress.add(members, order: order)
      restarts[index].restart.stopping.removeAll { members.contains($0.member) }
      restarts[index].restart.isPostponed = false
      restarts[index].restart.looksAgainAt = .zero
      return
    }
    let batches = manager.batches(shards: groups.stores[store].shards.count)
    var progress = RollingRestart(first: batches.first, next: batches.next)
    progress.add(members, order: order)
    restarts.append((store, StoreRestart(manager: manager, progress: progress)))
  }

  /// Lets an operator that replaces the pods of its StatefulSets itself begin with those of an old
  /// revision.
  mutating func followRevisions(of store: Int, _ cluster: borrowing Cluster) {
    guard groups.stores[store].configuration.manager.replacesPods,
      !restarts.contains(where: { $0.store == store })
    else { return }
    let old = groups.stores[store].members.filter { cluster.awaitsReplacement(pods[$0]) }
    if !old.isEmpty { beginRestart(of: old, in: store) }
  }

  /// Lets a store's restart go on.
  mutating func watchRestart(
    of store: Int, in simulation: inout Simulation, _ cluster: inout Cluster
  ) {
    guard let index = restarts.firstIndex(where: { $0.store == store }) else { return }
    var restart = restarts[index].restart
    let isKept = isOperatorAtWork(of: store, cluster)
    let looks = isKept && simulation.now >= restart.looksAgainAt
    let begun = restart.progress.step(
      isBack: { member in
        let old = restart.epochs.last { $0.member == member }?.epoch
        return groups.members[member].epoch != old && groups.isSettled(member)
      }, mayStop: { looks && groups.mayStop($0, restart.manager) })
    let waits = begun.isEmpty && restart.progress.underWay.isEmpty && !restart.progress.isDone
    if waits, !restart.isPostponed {
      tellPostponed(restart, of: store, isKept: isKept, in: simulation, &cluster)
    }
    restart.isPostponed = waits
    if waits, looks { restart.looksAgainAt = simulation.now + restart.manager.retry }
    for member in begun {
      restart.epochs.append((member, groups.members[member].epoch))
      restart.stopping.append((member, simulation.now + restart.manager.preStop))
      if restart.manager.handsOver { groups.yieldLeads(of: member, now: simulation.now) }
    }
    for due in restart.stopping
    where due.at <= simulation.now && cluster.pods.contains(pods[due.member]) {
      cluster.deletePod(pods[due.member], grace: restart.manager.grace, in: &simulation)
    }
    restart.stopping.removeAll { $0.at <= simulation.now }
    if restart.progress.isDone {
      restarts.remove(at: index)
    } else {
      restarts[index].restart = restart
    }
  }

  /// The operator keeps the next pod because stopping it would hurt the system.
  private func tellPostponed(
    _ restart: StoreRestart, of store: Int, isKept: Bool, in simulation: borrowing Simulation,
    _ cluster: inout Cluster
  ) {
    guard let member = restart.progress.waiting.first, cluster.pods.contains(pods[member]) else {
      return
    }
    cluster.record(
      kind: "Pod", namespace: cluster.namespace(of: pods[member]),
      name: cluster.name(of: pods[member]), "RestartPostponed",
      isKept
        ? "\(restart.manager.name) does not stop this pod now: the others of "
          + "\(groups.stores[store].name) are not all back, or would be too few"
        : "no pod of \(restart.manager.name)'s operator is at work: the restart waits for it",
      isWarning: true, by: .anOperator, in: simulation)
  }
}
