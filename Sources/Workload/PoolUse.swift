package import Cluster
import SimulationKernel

/// How many things of a pool of one pod are held now.
package struct PoolUse: Sendable {
  /// What the pool is called.
  package let name: String
  /// Things that requests hold.
  package let taken: Int
  /// Things in it.
  package let size: Int
}

extension Workload {
  /// Whether any software has pools.
  package var hasPools: Bool { models.contains { !$0.pools.isEmpty } }

  /// The pools of a pod; none while its software does not answer.
  package func pools(of pod: PodHandle) -> [PoolUse] {
    guard pod.index < pods.count, pods[pod.index].pod == pod.rawValue,
      pods[pod.index].state == .serving || pods[pod.index].state == .stopping
    else { return [] }
    // Most software has none, and every pod is asked in each second.
    guard !models[Int(pods[pod.index].model)].pools.isEmpty else { return [] }
    let software = pods[pod.index]
    return models[Int(software.model)].pools.enumerated().map { index, spec in
      let free = Int(pools[Int(software.firstPool) + index].free)
      return PoolUse(name: spec.name, taken: spec.size - free, size: spec.size)
    }
  }
}
