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
  /// Rank of the pool.
  package var priority: Int

  /// Describes an option.
  package init(
    pool: Int, nodes: Int, pods: Int, node: PodResources, requested: PodResources, priority: Int
  ) {
    self.pool = pool
    self.nodes = nodes
    self.pods = pods
    nodeMilli = node.cpuMilli
    nodeMemory = node.memory
    requestedMilli = requested.cpuMilli
    requestedMemory = requested.memory
    self.priority = priority
  }

  /// The share of the new nodes that stays unused: of the CPU and of the memory, added
  /// (expander/waste).
  var waste: Double {
    let milli = Double(nodeMilli) * Double(nodes)
    let bytes = Double(nodeMemory) * Double(nodes)
    return (milli - Double(requestedMilli)) / milli + (bytes - Double(requestedMemory)) / bytes
  }
}

extension AutoscalerSettings.Expander {
  /// The option that is taken; of equal ones each with the same probability.
  package func choose(
    among options: [ExpansionOption], random: inout EntityRandom
  ) -> ExpansionOption? {
    let best = self.best(of: options)
    return best.isEmpty ? nil : best[random.below(best.count)]
  }

  /// The options that nothing tells apart.
  private func best(of options: [ExpansionOption]) -> [ExpansionOption] {
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
      let highest = options.map(\.priority).max()
      return options.filter { $0.priority == highest }
    }
  }
}
