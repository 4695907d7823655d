/// NodeResourcesFit's default scoring strategy: the free share of the resources
/// (framework/plugins/noderesources/least_allocated.go).
extension NodeResourcesFit {
  static func leastAllocated(
    _ pod: PodQuery, on nodes: [Int32], _ cache: SchedulerCache
  ) -> [Int64] {
    var sums = [Int64](repeating: 0, count: nodes.count)
    var weights = [Int64](repeating: 0, count: nodes.count)
    for scored in pod.scored {
      switch scored.resource {
      case .cpu:
        add(
          scored.weight, pod.demand.nonZeroCPU, cache.cpu.allocatable, cache.nonZeroCPU, nodes,
          &sums, &weights)
      case .memory:
        add(
          scored.weight, pod.demand.nonZeroMemory, cache.memory.allocatable, cache.nonZeroMemory,
          nodes, &sums, &weights)
      case .extended(let resource):
        guard let own = pod.demand.extended.first(where: { $0.resource == resource }) else {
          continue
        }
        let column = cache.extended[Int(resource)]
        add(
          scored.weight, own.amount, column.allocatable, column.requested, nodes, &sums, &weights)
      }
    }
    for index in sums.indices where weights[index] > 1 { sums[index] /= weights[index] }
    return sums
  }

  private static func add(
    _ weight: Int64, _ own: Int64, _ allocatable: [Int64], _ requested: [Int64], _ nodes: [Int32],
    _ sums: inout [Int64], _ weights: inout [Int64]
  ) {
    for (index, node) in nodes.enumerated() {
      let whole = allocatable[Int(node)]
      guard whole > 0 else { continue }
      let free = whole - requested[Int(node)] - own
      if free > 0 { sums[index] += free * 100 / whole * weight }
      weights[index] += weight
    }
  }
}
