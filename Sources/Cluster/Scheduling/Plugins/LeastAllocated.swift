/// NodeResourcesFit's default scoring strategy: the free share of the resources
/// (framework/plugins/noderesources/least_allocated.go).
extension NodeResourcesFit {
  static func leastAllocated(
    _ pod: PodQuery, on nodes: [Int32], _ cache: SchedulerCache
  ) -> [Int64] {
    var sums = [Int64](repeating: 0, count: nodes.count)
    var weights = [Int64](repeating: 0, count: nodes.count)
    forEachColumn(pod, cache) { add($0, nodes, &sums, &weights) }
    for index in sums.indices where weights[index] > 1 { sums[index] /= weights[index] }
    return sums
  }

  private static func add(
    _ column: ScoredColumn, _ nodes: [Int32], _ sums: inout [Int64], _ weights: inout [Int64]
  ) {
    for (index, node) in nodes.enumerated() {
      let whole = column.allocatable[Int(node)]
      guard whole > 0 else { continue }
      let free = whole - column.requested[Int(node)] - column.own
      if free > 0 { sums[index] += free * 100 / whole * column.weight }
      weights[index] += column.weight
    }
  }
}
