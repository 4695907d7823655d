/// Keeps a node's requests within its allocatable (framework/plugins/noderesources/fit.go).
enum NodeResourcesFit {
  static func filter(_ pod: PodQuery, on node: Int, _ cache: SchedulerCache) -> Rejection {
    var missing: UInt32 = 0
    if cache.pods.requested[node] + 1 > cache.pods.allocatable[node] { missing |= 1 }
    guard !pod.demand.requestsNothing else { return missing == 0 ? .fits : .resources(missing) }
    if lacks(cache.cpu, node, pod.demand.cpuMilli) { missing |= 2 }
    if lacks(cache.memory, node, pod.demand.memory) { missing |= 4 }
    if lacks(cache.ephemeral, node, pod.demand.ephemeral) { missing |= 8 }
    for entry in pod.demand.extended
    where lacks(cache.extended[Int(entry.resource)], node, entry.amount) {
      missing |= 16 << UInt32(entry.resource)
    }
    return missing == 0 ? .fits : .resources(missing)
  }

  private static func lacks(_ column: SchedulerCache.Column, _ node: Int, _ amount: Int64) -> Bool {
    amount > 0 && amount > column.allocatable[node] - column.requested[node]
  }
}
