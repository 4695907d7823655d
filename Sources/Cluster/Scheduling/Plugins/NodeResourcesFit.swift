/// Keeps a node's requests within its allocatable, and prefers nodes with much of it left
/// (framework/plugins/noderesources/fit.go).
enum NodeResourcesFit: FilterPlugin {
  static let name = "NodeResourcesFit"
  static let events: ClusterChange = [.nodeAdded, .podGone, .podShrunk]

  /// The detail's bits are 0 number of pods, 1 cpu, 2 memory, 3 ephemeral storage, and extended
  /// resources from 4 on.
  static func filter(_ pod: PodQuery, on node: Int, _ cache: SchedulerCache) -> Rejection {
    var missing: UInt64 = 0
    if cache.pods.requested[node] + 1 > cache.pods.allocatable[node] { missing |= 1 }
    if !pod.demand.requestsNothing {
      if lacks(cache.cpu, node, pod.demand.cpuMilli) { missing |= 2 }
      if lacks(cache.memory, node, pod.demand.memory) { missing |= 4 }
      if lacks(cache.ephemeral, node, pod.demand.ephemeral) { missing |= 8 }
      for entry in pod.demand.extended
      where lacks(cache.extended[Int(entry.resource)], node, entry.amount) {
        missing |= 16 << UInt64(min(59, entry.resource))
      }
    }
    guard missing != 0 else { return .fits }
    let isHopeless = pod.fitKnowsHopelessNodes && !fitsEmpty(pod.demand, node, cache)
    return isHopeless ? .unresolvable(missing) : .unschedulable(missing)
  }

  private static func lacks(_ column: SchedulerCache.Column, _ node: Int, _ amount: Int64) -> Bool {
    amount > 0 && amount > column.allocatable[node] - column.requested[node]
  }

  /// Whether a node without pods would have enough.
  private static func fitsEmpty(
    _ demand: PlacementDemand, _ node: Int, _ cache: SchedulerCache
  ) -> Bool {
    demand.cpuMilli <= cache.cpu.allocatable[node]
      && demand.memory <= cache.memory.allocatable[node]
      && demand.ephemeral <= cache.ephemeral.allocatable[node]
      && demand.extended.allSatisfy {
        $0.amount <= cache.extended[Int($0.resource)].allocatable[node]
      }
  }

  static func reasons(_ rejection: Rejection, _ cache: SchedulerCache) -> [String] {
    let names = ["", "cpu", "memory", "ephemeral-storage"]
    var reasons: [String] = []
    for bit in 0..<64 where rejection.detail & 1 << UInt64(bit) != 0 {
      if bit == 0 {
        reasons.append("Too many pods")
      } else {
        let name = bit < 4 ? names[bit] : cache.extendedNames[Int32(bit - 4)]
        reasons.append("Insufficient " + name)
      }
    }
    return reasons
  }

  /// The end of any pod that had a node helps; a node if it would do when empty.
  static func helps(
    _ subject: ChangeSubject, _ pod: WaitingDemand, _ cache: SchedulerCache
  ) -> Bool {
    subject.node < 0 || fitsEmpty(pod.demand, subject.node, cache)
  }
}
