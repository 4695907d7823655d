/// Prefers nodes whose resources would be used in equal shares
/// (framework/plugins/noderesources/balanced_allocation.go); real requests, not assumed ones.
enum BalancedAllocation: ScorePlugin {
  static let name = "NodeResourcesBalancedAllocation"
  static let weight: Int64 = 1

  static func scores(_ pod: PodQuery, on nodes: [Int32], _ cache: SchedulerCache) -> [Int64]? {
    if pod.balancedSkipsBestEffort, requestsNone(pod) { return nil }
    return nodes.map { score(pod, Int($0), cache) }
  }

  private static func requestsNone(_ pod: PodQuery) -> Bool {
    pod.scored.allSatisfy { scored in
      switch scored.resource {
      case .cpu: pod.demand.cpuMilli == 0
      case .memory: pod.demand.memory == 0
      case .extended(let resource): !pod.demand.extended.contains { $0.resource == resource }
      }
    }
  }

  private static func score(_ pod: PodQuery, _ node: Int, _ cache: SchedulerCache) -> Int64 {
    var shares = (0.0, 0.0)
    var sum = 0.0
    var count = 0
    for scored in pod.scored {
      guard let share = share(of: scored.resource, pod.demand, node, cache) else { continue }
      shares = (shares.1, share)
      sum += share
      count += 1
    }
    let deviation: Double
    switch count {
    case 0, 1: deviation = 0
    case 2: deviation = abs((shares.0 - shares.1) / 2)
    default:
      let mean = sum / Double(count)
      let squares = pod.scored.reduce(0.0) { total, scored in
        let share = share(of: scored.resource, pod.demand, node, cache)
        return total + (share.map { ($0 - mean) * ($0 - mean) } ?? 0)
      }
      deviation = (squares / Double(count)).squareRoot()
    }
    return Int64((1 - deviation) * 100)
  }

  private static func share(
    of resource: PodQuery.ScoredResource.Resource, _ demand: PlacementDemand, _ node: Int,
    _ cache: SchedulerCache
  ) -> Double? {
    let (column, own): (SchedulerCache.Column, Int64)
    switch resource {
    case .cpu: (column, own) = (cache.cpu, demand.cpuMilli)
    case .memory: (column, own) = (cache.memory, demand.memory)
    case .extended(let number):
      guard let entry = demand.extended.first(where: { $0.resource == number }) else { return nil }
      (column, own) = (cache.extended[Int(number)], entry.amount)
    }
    guard column.allocatable[node] > 0 else { return nil }
    return min(1, Double(column.requested[node] + own) / Double(column.allocatable[node]))
  }
}
