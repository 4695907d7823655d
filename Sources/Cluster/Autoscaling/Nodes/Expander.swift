import Glibc
package import Manifests
package import SimulationKernel

/// A pool that would grow for waiting pods (kubernetes/autoscaler cluster-autoscaler/expander).
package struct ExpansionOption: Hashable, Sendable {
  /// Index of the pool.
  package var pool: Int
  /// Nodes that it would get.
  package var nodes: Int
  /// Pods that they would take.
  package var pods: Int
  /// CPU of each node, in thousandths of a core.
  package var nodeMilli: Int64
  /// Memory of each node, in bytes.
  package var nodeMemory: Int64
  /// CPU that the pods request in all, in thousandths of a core.
  package var requestedMilli: Int64
  /// Memory that the pods request in all, in bytes.
  package var requestedMemory: Int64
  /// Rank of the pool; nil for one without.
  package var priority: Int?
  /// What a node costs an hour.
  package var price = 0.0

  /// Describes an option.
  package init(
    pool: Int, nodes: Int, pods: Int, node: PodResources, requested: PodResources, priority: Int?,
    price: Double = 0
  ) {
    self.pool = pool
    self.nodes = nodes
    self.pods = pods
    nodeMilli = node.cpuMilli
    nodeMemory = node.memory
    requestedMilli = requested.cpuMilli
    requestedMemory = requested.memory
    self.priority = priority
    self.price = price
  }

  /// The share of the new nodes that stays unused: of the CPU and of the memory, added
  /// (expander/waste).
  var waste: Double {
    let milli = Double(nodeMilli) * Double(nodes)
    let bytes = Double(nodeMemory) * Double(nodes)
    return (milli - Double(requestedMilli)) / milli + (bytes - Double(requestedMemory)) / bytes
  }

  /// What the nodes cost over what their pods are worth, the more the less the nodes' size suits
  /// the cluster's (expander/price).
  func cost(inClusterOf count: Int) -> Double {
    let worth = PodWorth.price(milli: requestedMilli, bytes: requestedMemory)
    let share = (price * Double(nodes) + PodWorth.stabilizing) / (worth + PodWorth.stabilizing)
    let wanted = Double(PodWorth.preferredMilli(inClusterOf: count))
    let own = Double(max(1, nodeMilli))
    let unfitness = max(wanted / own, own / wanted)
    // The more nodes come at once, the less their size matters.
    let weight = 1 - tanh(Double(nodes - 1) / 15)
    return ((unfitness - 1) * weight + 1) * share
  }
}

/// Prices of what pods request, by which the price expander judges those of nodes (expander/price,
/// cloudprovider/gce/gce_price_info.go), and the node sizes that it prefers.
private enum PodWorth {
  /// A core, and a gibibyte of memory, for an hour.
  private static let corePrice = 0.033174
  private static let gibibytePrice = 0.004446
  /// What a pod of half a core and 500 MB costs, which keeps small numbers from deciding.
  static let stabilizing = price(milli: 500, bytes: 500_000_000)

  static func price(milli: Int64, bytes: Int64) -> Double {
    Double(milli) / 1_000 * corePrice + Double(bytes) / 0x1p30 * gibibytePrice
  }

  /// The size of machines that suits a cluster: larger ones for larger clusters
  /// (SimplePreferredNodeProvider).
  static func preferredMilli(inClusterOf count: Int) -> Int64 {
    switch count {
    case ...2: 1_000
    case ...6: 2_000
    case ...20: 4_000
    case ...60: 8_000
    case ...200: 16_000
    default: 32_000
    }
  }
}

extension AutoscalerSettings.Expander {
  /// The option that is taken in a cluster of some nodes; of equal ones each with the same
  /// probability.
  package static func choose(
    among options: [ExpansionOption], by rules: [Self], nodes: Int, random: inout EntityRandom
  ) -> ExpansionOption? {
    let best = rules.reduce(options) { $1.best(of: $0, nodes: nodes) }
    return best.isEmpty ? nil : best[random.below(best.count)]
  }

  /// The options that a rule leaves.
  private func best(of options: [ExpansionOption], nodes: Int) -> [ExpansionOption] {
    switch self {
    case .random: return options
    case .mostPods:
      let most = options.map(\.pods).max()
      return options.filter { $0.pods == most }
    case .leastNodes:
      let least = options.map(\.nodes).min()
      return options.filter { $0.nodes == least }
    case .leastWaste:
      let least = options.map(\.waste).min()
      return options.filter { $0.waste == least }
    case .priority:
      // Where no pool has a rank, none is left out.
      guard let highest = options.compactMap(\.priority).max() else { return options }
      return options.filter { $0.priority == highest }
    case .price:
      let least = options.map { $0.cost(inClusterOf: nodes) }.min()
      return options.filter { $0.cost(inClusterOf: nodes) == least }
    }
  }
}
