/// NodeResourcesFit's score, and its strategies that look at what is in use
/// (framework/plugins/noderesources/most_allocated.go, requested_to_capacity_ratio.go).
extension NodeResourcesFit: ScorePlugin {
  static let weight: Int64 = 1

  static func scores(_ pod: PodQuery, on nodes: [Int32], _ cache: SchedulerCache) -> [Int64]? {
    switch pod.strategy {
    case .leastAllocated: leastAllocated(pod, on: nodes, cache)
    case .mostAllocated: nodes.map { mostAllocated(uses(of: Int($0), pod, cache)) }
    case .requestedToCapacityRatio(let shape):
      nodes.map { ratio(uses(of: Int($0), pod, cache), shape) }
    }
  }

  /// What would be requested of a resource on a node, with the pod, and how much of it there is.
  private struct Use {
    let requested: Int64
    let capacity: Int64
    let weight: Int64
  }

  /// The resources that count on a node, without those that it does not have.
  private static func uses(of node: Int, _ pod: PodQuery, _ cache: SchedulerCache) -> [Use] {
    pod.scored.compactMap { scored in
      let (requested, capacity): (Int64, Int64)
      switch scored.resource {
      case .cpu:
        requested = cache.nonZeroCPU[node] + pod.demand.nonZeroCPU
        capacity = cache.cpu.allocatable[node]
      case .memory:
        requested = cache.nonZeroMemory[node] + pod.demand.nonZeroMemory
        capacity = cache.memory.allocatable[node]
      case .extended(let resource):
        guard let own = pod.demand.extended.first(where: { $0.resource == resource }) else {
          return nil
        }
        requested = cache.extended[Int(resource)].requested[node] + own.amount
        capacity = cache.extended[Int(resource)].allocatable[node]
      }
      return capacity > 0
        ? Use(requested: requested, capacity: capacity, weight: scored.weight) : nil
    }
  }

  private static func mostAllocated(_ uses: [Use]) -> Int64 {
    let weights = uses.reduce(0) { $0 + $1.weight }
    guard weights > 0 else { return 0 }
    return uses.reduce(0) {
      $0 + min($1.requested, $1.capacity) * 100 / $1.capacity * $1.weight
    } / weights
  }

  /// The mean of the curve's values, without the resources for which it is zero, rounded half up.
  private static func ratio(_ uses: [Use], _ shape: [(utilization: Int64, score: Int64)]) -> Int64 {
    var (sum, weights): (Int64, Int64) = (0, 0)
    for use in uses {
      let isOver = use.requested > use.capacity
      let score = value(of: shape, at: isOver ? 100 : use.requested * 100 / use.capacity)
      guard score > 0 else { continue }
      sum += score * use.weight
      weights += use.weight
    }
    return weights == 0 ? 0 : (2 * sum + weights) / (2 * weights)
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
