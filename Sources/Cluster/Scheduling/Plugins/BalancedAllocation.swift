/// Prefers nodes whose resources would be used in equal shares
/// (framework/plugins/noderesources/balanced_allocation.go); real requests, not assumed ones.
enum BalancedAllocation: ScorePlugin {
  static let name = "NodeResourcesBalancedAllocation"
  static let weight: Int64 = 1

  static func scores(_ pod: PodQuery, on nodes: [Int32], _ cache: SchedulerCache) -> [Int64]? {
    if pod.balancedSkipsBestEffort, requestsNone(pod) { return nil }
    let columns = (pod.balanced ?? pod.scored).compactMap {
      shares(of: $0.resource, pod.demand, nodes, cache)
    }
    guard columns.count == 2 else {
      return nodes.indices.map { index in
        score(deviation: deviation(of: columns, at: index))
      }
    }
    return zip(columns[0], columns[1]).map { one, other in
      score(deviation: one < 0 || other < 0 ? 0 : abs((one - other) / 2))
    }
  }

  private static func requestsNone(_ pod: PodQuery) -> Bool {
    (pod.balanced ?? pod.scored).allSatisfy { scored in
      switch scored.resource {
      case .cpu: pod.demand.cpuMilli == 0
      case .memory: pod.demand.memory == 0
      case .ephemeral: pod.demand.ephemeral == 0
      case .extended(let resource): !pod.demand.extended.contains { $0.resource == resource }
      }
    }
  }

  private static func score(deviation: Double) -> Int64 { Int64((1 - deviation) * 100) }

  /// How far the shares on one node are apart; those below zero do not count.
  private static func deviation(of columns: [[Double]], at index: Int) -> Double {
    var (count, sum, last, difference) = (0.0, 0.0, 0.0, 0.0)
    for column in columns where column[index] >= 0 {
      difference = last - column[index]
      last = column[index]
      sum += last
      count += 1
    }
    guard count > 2 else { return count < 2 ? 0 : abs(difference / 2) }
    let mean = sum / count
    var squares = 0.0
    for column in columns where column[index] >= 0 {
      squares += (column[index] - mean) * (column[index] - mean)
    }
    return (squares / count).squareRoot()
  }

  /// The share of a resource that would be in use on each node with the pod, below zero on those
  /// without the resource; nil where the pod requests none of an extended one.
  private static func shares(
    of resource: PodQuery.ScoredResource.Resource, _ demand: PlacementDemand, _ nodes: [Int32],
    _ cache: SchedulerCache
  ) -> [Double]? {
    let (column, own): (SchedulerCache.Column, Int64)
    switch resource {
    case .cpu: (column, own) = (cache.cpu, demand.cpuMilli)
    case .memory: (column, own) = (cache.memory, demand.memory)
    case .ephemeral: (column, own) = (cache.ephemeral, demand.ephemeral)
    case .extended(let number):
      guard let entry = demand.extended.first(where: { $0.resource == number }) else { return nil }
      (column, own) = (cache.extended[Int(number)], entry.amount)
    }
    return nodes.map { node in
      let whole = column.allocatable[Int(node)]
      guard whole > 0 else { return -1 }
      return min(1, Double(column.requested[Int(node)] + own) / Double(whole))
    }
  }
}
