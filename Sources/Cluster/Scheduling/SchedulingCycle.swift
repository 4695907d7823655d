import SimulationKernel

/// One pod's scheduling cycle: feasible nodes, their scores, the choice
/// (pkg/scheduler/schedule_one.go).
enum SchedulingCycle {
  /// Where a pod goes, or why nowhere.
  enum Outcome {
    case node(Int)
    case failed(message: String, plugins: FilterPlugin.Mask)
  }

  /// Places a pod; `start` is where the rotating search begins and is moved on.
  static func place(
    _ pod: PodQuery, _ cache: SchedulerCache, start: inout Int, _ random: inout EntityRandom
  ) -> Outcome {
    var pod = pod
    pod.prepare(cache)
    let candidates = pod.nodeAffinity.pinned ?? cache.order
    let wanted = feasibleNodesWanted(of: candidates.count)
    var feasible: [Int32] = []
    feasible.reserveCapacity(wanted)
    let offset = candidates.isEmpty ? 0 : start % candidates.count
    var visited = 0
    while visited < candidates.count && feasible.count < wanted {
      let place = offset + visited
      let node = candidates[place < candidates.count ? place : place - candidates.count]
      visited += 1
      if !cache.isDeleted[Int(node)], rejection(pod, Int(node), cache) == .fits {
        feasible.append(node)
      }
    }
    if candidates.count > 0 { start = (offset + visited) % candidates.count }
    guard !feasible.isEmpty else { return explain(pod, candidates, cache) }
    return .node(Int(choose(pod, feasible, cache, &random)))
  }

  /// How many feasible nodes are enough (numFeasibleNodesToFind): all below 100 nodes, then
  /// 50 - n/125 percent, at least 5 percent and 100 nodes.
  static func feasibleNodesWanted(of nodes: Int, percentage: Int = 0) -> Int {
    guard nodes >= 100, percentage < 100 else { return nodes }
    let share = percentage > 0 ? percentage : max(5, 50 - nodes / 125)
    return min(nodes, max(100, nodes * share / 100))
  }

  /// The first filter's rejection, or `fits`.
  private static func rejection(_ pod: PodQuery, _ node: Int, _ cache: SchedulerCache) -> Rejection
  {
    for plugin in FilterPlugin.allCases {
      let rejection = plugin.filter(pod, on: node, cache)
      if rejection != .fits { return rejection }
    }
    return .fits
  }

  private static func explain(
    _ pod: PodQuery, _ candidates: [Int32], _ cache: SchedulerCache
  ) -> Outcome {
    var failure = FailedScheduling()
    for node in candidates where !cache.isDeleted[Int(node)] {
      failure.add(rejection(pod, Int(node), cache), nodes: 1, cache)
    }
    // Nodes left out by pinned names fail NodeAffinity's PreFilter.
    let others = cache.presentCount - candidates.count
    if others > 0 { failure.add(.nodeAffinity, nodes: others, cache) }
    return .failed(
      message: failure.message(nodeCount: cache.presentCount), plugins: failure.plugins)
  }

  /// The node with the highest weighted score; ties by reservoir sampling (selectHost).
  private static func choose(
    _ pod: PodQuery, _ feasible: [Int32], _ cache: SchedulerCache, _ random: inout EntityRandom
  ) -> Int32 {
    guard feasible.count > 1 else { return feasible[0] }
    var totals = [Int64](repeating: 0, count: feasible.count)
    for plugin in ScorePlugin.allCases {
      guard let scores = plugin.scores(pod, on: feasible, cache) else { continue }
      for index in totals.indices { totals[index] += plugin.weight * scores[index] }
    }
    var best = 0
    var ties = 1
    for index in 1..<totals.count {
      if totals[index] > totals[best] {
        best = index
        ties = 1
      } else if totals[index] == totals[best] {
        ties += 1
        if random.below(ties) == 0 { best = index }
      }
    }
    return feasible[best]
  }
}
