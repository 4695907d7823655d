/// Keeps pods from nodes with taints they don't tolerate, and prefers nodes with fewer soft ones
/// (framework/plugins/tainttoleration).
enum TaintToleration {
  static func filter(_ pod: PodQuery, on node: Int, _ cache: SchedulerCache) -> Rejection {
    let set = cache.taintSet[node]
    guard set != 0, let index = pod.demand.untoleratedTaint(in: cache.taintSets[Int(set)]) else {
      return .fits
    }
    return .taint(set: set, index: Int32(index))
  }

  static func scores(_ pod: PodQuery, on nodes: [Int32], _ cache: SchedulerCache) -> [Int64]? {
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
    ScorePlugin.normalize(&raw, reversed: true)
    return raw
  }
}
