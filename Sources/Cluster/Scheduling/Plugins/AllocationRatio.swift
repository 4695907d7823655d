/// NodeResourcesFit's score, and its strategies that look at what is in use
/// (framework/plugins/noderesources/most_allocated.go, requested_to_capacity_ratio.go).
extension NodeResourcesFit: ScorePlugin {
  static let weight: Int64 = 1

  static func scores(_ pod: PodQuery, on nodes: [Int32], _ cache: SchedulerCache) -> [Int64]? {
    switch pod.strategy {
    case .leastAllocated: leastAllocated(pod, on: nodes, cache)
    case .mostAllocated: mostAllocated(pod, on: nodes, cache)
    case .requestedToCapacityRatio(let shape): ratio(pod, on: nodes, cache, shape)
    }
  }

  /// A resource that counts, of all nodes: how much of it there is, what is requested, and what the
  /// pod adds.
  struct ScoredColumn {
    let weight: Int64
    let own: Int64
    let allocatable: [Int64]
    let requested: [Int64]
  }

  /// The resources that count for a pod; extended ones only where it requests some
  /// (resource_allocation.go calculateResourceAllocatableRequest).
  static func forEachColumn(
    _ pod: PodQuery, _ cache: SchedulerCache, _ body: (ScoredColumn) -> Void
  ) {
    for scored in pod.scored {
      switch scored.resource {
      case .cpu:
        body(
          ScoredColumn(
            weight: scored.weight, own: pod.demand.nonZeroCPU,
            allocatable: cache.cpu.allocatable, requested: cache.nonZeroCPU))
      case .memory:
        body(
          ScoredColumn(
            weight: scored.weight, own: pod.demand.nonZeroMemory,
            allocatable: cache.memory.allocatable, requested: cache.nonZeroMemory))
      case .ephemeral:
        body(ScoredColumn(scored.weight, pod.demand.ephemeral, cache.ephemeral))
      case .extended(let resource):
        let own = pod.demand.extended.first { $0.resource == resource }
        guard let own else { continue }
        body(ScoredColumn(scored.weight, own.amount, cache.extended[Int(resource)]))
      }
    }
  }

  /// Tells how much of each resource that counts each node would have requested with the pod, in
  /// hundredths of what it has; nodes that have none of it are left out.
  @inline(__always)
  private static func forEachShare(
    _ pod: PodQuery, on nodes: [Int32], _ cache: SchedulerCache,
    _ body: (_ index: Int, _ percent: Int64, _ weight: Int64) -> Void
  ) {
    forEachColumn(pod, cache) { column in
      for (index, node) in nodes.enumerated() {
        let whole = column.allocatable[Int(node)]
        guard whole > 0 else { continue }
        let requested = min(column.requested[Int(node)] + column.own, whole)
        body(index, requested * 100 / whole, column.weight)
      }
    }
  }

  private static func mostAllocated(
    _ pod: PodQuery, on nodes: [Int32], _ cache: SchedulerCache
  ) -> [Int64] {
    var sums = [Int64](repeating: 0, count: nodes.count)
    var weights = [Int64](repeating: 0, count: nodes.count)
    forEachShare(pod, on: nodes, cache) { index, percent, weight in
      sums[index] += percent * weight
      weights[index] += weight
    }
    for index in sums.indices where weights[index] > 1 { sums[index] /= weights[index] }
    return sums
  }

  /// The mean of the curve's values, without the resources for which it is zero, rounded half up.
  private static func ratio(
    _ pod: PodQuery, on nodes: [Int32], _ cache: SchedulerCache,
    _ shape: [(utilization: Int64, score: Int64)]
  ) -> [Int64] {
    var sums = [Int64](repeating: 0, count: nodes.count)
    var weights = [Int64](repeating: 0, count: nodes.count)
    forEachShare(pod, on: nodes, cache) { index, percent, weight in
      let score = value(of: shape, at: percent)
      guard score > 0 else { return }
      sums[index] += score * weight
      weights[index] += weight
    }
    for index in sums.indices where weights[index] > 0 {
      sums[index] = (2 * sums[index] + weights[index]) / (2 * weights[index])
    }
    return sums
  }

  /// The value of a broken line (helper/shape_score.go BuildBrokenLinearFunction).
  private static func value(
    of shape: [(utilization: Int64, score: Int64)], at utilization: Int64
  ) -> Int64 {
    guard let next = shape.firstIndex(where: { utilization <= $0.utilization }) else {
      return shape.last?.score ?? 0
    }
    guard next > 0 else { return shape[0].score }
    let (left, right) = (shape[next - 1], shape[next])
    return left.score
      + (right.score - left.score) * (utilization - left.utilization)
      / (right.utilization - left.utilization)
  }
}

extension NodeResourcesFit.ScoredColumn {
  /// A resource of which containers without a request request nothing.
  fileprivate init(_ weight: Int64, _ own: Int64, _ column: SchedulerCache.Column) {
    self.init(
      weight: weight, own: own, allocatable: column.allocatable, requested: column.requested)
  }
}
