import Cluster
import Manifests
import SimulationKernel

/// Racks of brokers that the machines' labels tell.
extension Stores {
  /// Lays the copies of a store's shards out over the racks of its members' machines, before the
  /// first of them starts: topics are made when all brokers are there, and their racks are known.
  ///
  /// A cluster of which a broker has no rack takes none into account.
  mutating func spreadOverRacks(store: Int, _ cluster: borrowing Cluster) {
    let state = groups.stores[store]
    guard let label = state.configuration.rackLabel,
      state.members.allSatisfy({ groups.members[$0].epoch == 0 })
    else { return }
    var names: [String] = []
    var racks: [Int] = []
    for bound in carriers where bound.store == store && state.members.contains(bound.members) {
      for name in machineLabels(of: bound.workload, label, cluster) {
        guard let name else { return }
        if !names.contains(name) { names.append(name) }
        racks.append(names.firstIndex(of: name) ?? 0)
      }
    }
    guard racks.count == state.members.count else { return }
    groups.layOut(store: store, racks: racks)
  }

  /// The label of the machine of each of a workload's pods, in the order of their numbers, in which
  /// they become members; nil for one that has no machine, or one without the label.
  private func machineLabels(
    of workload: Int, _ label: String, _ cluster: borrowing Cluster
  ) -> [String?] {
    var pods = cluster.workloads[workload].pods
    pods.sort { cluster.pods[$0].ordinal < cluster.pods[$1].ordinal }
    var labels: [String?] = []
    for pod in pods {
      let node = Int(cluster.pods[pod].node)
      labels.append(node >= 0 ? cluster.nodeSpecs[node].labels[label] : nil)
    }
    return labels
  }
}

extension StoreGroups {
  /// Lays the copies of a store's shards out over racks, a number for each member with data.
  ///
  /// - Precondition: no member has started.
  package mutating func layOut(store: Int, racks: [Int]) {
    let range = stores[store].members
    precondition(
      racks.count == range.count && range.allSatisfy { members[$0].epoch == 0 },
      "copies are laid out before any member starts, with a rack for each")
    guard let copies = stores[store].shards.first.map({ groups[$0].members.count }) else { return }
    let shards = ShardPlacement.shards(stores[store].shards.count, copies: copies, racks: racks)
    for (group, ordinals) in zip(stores[store].shards, shards) {
      groups[group].members = ordinals.map { range.lowerBound + $0 }
    }
  }
}
