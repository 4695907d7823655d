/// Keeps pods from nodes with taints they don't tolerate, and prefers nodes with fewer soft ones
/// (framework/plugins/tainttoleration).
enum TaintToleration: FilterPlugin, ScorePlugin {
  static let name = "TaintToleration"
  static let weight: Int64 = 3
  static let events: ClusterChange = [.nodeAdded, .nodeTaints]

  static func applies(to pod: PodQuery, _ cache: SchedulerCache) -> Bool { cache.taintedCount > 0 }

  /// The detail is the set of taints in the high half and the taint's place in the low one.
  static func filter(_ pod: PodQuery, on node: Int, _ cache: SchedulerCache) -> Rejection {
    let set = cache.taintSet[node]
    guard set != 0, let index = pod.demand.untoleratedTaint(in: cache.taintSets[Int(set)]) else {
      return .fits
    }
    return .unresolvable(UInt64(set) << 32 | UInt64(index))
  }

  static func reasons(_ rejection: Rejection, _ cache: SchedulerCache) -> [String] {
    let set = cache.taintSets[Int(rejection.detail >> 32)]
    let taint = set[Int(rejection.detail & 0xffff_ffff)]
    return [cache.version.reason(of: taint)]
  }

  static func helps(
    _ subject: ChangeSubject, _ pod: WaitingDemand, _ cache: SchedulerCache
  ) -> Bool {
    guard subject.node >= 0 else { return true }
    let set = cache.taintSets[Int(cache.taintSet[subject.node])]
    return pod.demand.untoleratedTaint(in: set) == nil
  }

  static func scores(
    _ pod: PodQuery, on nodes: [Int32], _ cache: SchedulerCache
  ) -> [Int64]? {
    guard cache.taintedCount > 0 else { return Array(repeating: 100, count: nodes.count) }
    let tolerations = pod.demand.tolerations.filter {
      $0.effect == nil || $0.effect == .preferNoSchedule
    }
    var raw = nodes.map { node -> Int64 in
      let set = cache.taintSet[Int(node)]
      guard set != 0 else { return 0 }
      return Int64(
        cache.taintSets[Int(set)].count { taint in
          taint.effect == .preferNoSchedule
            && !tolerations.contains {
              $0.tolerates(taint, comparesNumbers: pod.demand.comparesNumbers)
            }
        })
    }
    normalize(&raw, reversed: true)
    return raw
  }
}
