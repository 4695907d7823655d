/// Prefers nodes with the most free share of their resources
/// (framework/plugins/noderesources/least_allocated.go).
enum LeastAllocated {
  static func scores(_ pod: PodQuery, on nodes: [Int32], _ cache: SchedulerCache) -> [Int64]? {
    nodes.map { score(pod, Int($0), cache) }
  }

  private static func score(_ pod: PodQuery, _ node: Int, _ cache: SchedulerCache) -> Int64 {
    var sum: Int64 = 0
    var weights: Int64 = 0
    for scored in pod.scored {
      let (allocatable, requested): (Int64, Int64)
      switch scored.resource {
      case .cpu:
        allocatable = cache.cpu.allocatable[node]
        requested = cache.nonZeroCPU[node] + pod.demand.nonZeroCPU
      case .memory:
        allocatable = cache.memory.allocatable[node]
        requested = cache.nonZeroMemory[node] + pod.demand.nonZeroMemory
      case .extended(let resource):
        guard let own = pod.demand.extended.first(where: { $0.resource == resource }) else {
          continue
        }
        let column = cache.extended[Int(resource)]
        allocatable = column.allocatable[node]
        requested = column.requested[node] + own.amount
      }
      guard allocatable > 0 else { continue }
      sum += freeShare(requested, of: allocatable) * scored.weight
      weights += scored.weight
    }
    return weights == 0 ? 0 : sum / weights
  }

  private static func freeShare(_ requested: Int64, of allocatable: Int64) -> Int64 {
    requested > allocatable ? 0 : (allocatable - requested) * 100 / allocatable
  }
}
