import Manifests
package import SimulationKernel

/// One pod's scheduling cycle: it finds the feasible nodes, scores them and chooses one
/// (pkg/scheduler/schedule_one.go).
package struct SchedulingCycle {
  /// The pod, as the plugins see it.
  private(set) var pod: PodQuery
  /// The nodes that filters rejected, in the order of the search.
  private(set) var rejected: [RejectedNode] = []
  /// Nodes that no filter was asked about, because terms pin the pod to others.
  private(set) var pinnedAway = 0

  /// Share of the nodes, in percent, among which the search may end; 0 lets their number decide.
  private let percentage: Int

  /// Prepares the cycle of a pod.
  ///
  /// - Parameter percentage: the scheduler's percentageOfNodesToScore.
  package init(_ pod: PodQuery, _ cache: SchedulerCache, percentage: Int = 0) {
    self.pod = pod
    self.percentage = percentage
    self.pod.prepare(cache)
  }

  /// The node for the pod, or nil when none is feasible; `start` is where the rotating search
  /// begins and is moved on, `nominated` the node that it preempted others on.
  package mutating func findNode(
    nominated: Int?, _ cache: inout SchedulerCache, start: inout Int, _ random: inout EntityRandom
  ) -> Int? {
    let pinned = pod.nodeAffinity.pinned?.filter { !cache.isDeleted[Int($0)] }
    let candidates = pinned ?? cache.order
    if let nominated, candidates.contains(Int32(nominated)),
      answer(of: nominated, &cache) == nil
    {
      return nominated
    }
    let feasible = feasibleNodes(among: candidates, &cache, start: &start)
    guard !feasible.isEmpty else {
      pinnedAway = max(0, cache.presentCount - candidates.count)
      return nil
    }
    return Int(choose(feasible, cache, &random))
  }

  private mutating func feasibleNodes(
    among candidates: [Int32], _ cache: inout SchedulerCache, start: inout Int
  ) -> [Int32] {
    let wanted = SchedulingCycle.feasibleNodesWanted(
      of: candidates.count, percentage: percentage)
    var feasible: [Int32] = []
    feasible.reserveCapacity(wanted)
    let offset = candidates.isEmpty ? 0 : start % candidates.count
    var visited = 0
    // No more nodes at a time than are wanted, so that the search ends where one by one it would.
    while visited < candidates.count && feasible.count < wanted {
      let count = min(wanted - feasible.count, candidates.count - visited)
      var nodes = (offset + visited..<offset + visited + count).map { index in
        candidates[index < candidates.count ? index : index - candidates.count]
      }
      visited += count
      sieve(&nodes, &cache)
      feasible += nodes
    }
    start = (start + visited) % max(1, cache.presentCount)
    return feasible
  }

  /// Removes those that are not feasible from some nodes.
  private mutating func sieve(_ nodes: inout [Int32], _ cache: inout SchedulerCache) {
    guard cache.nominations.isEmpty else {
      nodes.removeAll { node in
        guard let answer = answer(of: Int(node), &cache) else { return false }
        rejected.append(answer)
        return true
      }
      return
    }
    for index in pod.filters where !nodes.isEmpty {
      PluginCatalog.filters[index].sieve(pod, &nodes, plugin: index, &rejected, cache)
    }
  }

  /// How many feasible nodes are enough (numFeasibleNodesToFind): all below 100 nodes, then the
  /// percentage, and at least 100 nodes; with 0 it is 50 - n/125, at least 5.
  package static func feasibleNodesWanted(of nodes: Int, percentage: Int) -> Int {
    guard nodes >= 100, percentage < 100 else { return nodes }
    let share = percentage > 0 ? percentage : max(5, 50 - nodes / 125)
    return min(nodes, max(100, nodes * share / 100))
  }

  /// The first rejection of a node, or nil; pods of at least its priority that are nominated
  /// there count too, and then the node must do without them as well
  /// (RunFilterPluginsWithNominatedPods).
  mutating func answer(of node: Int, _ cache: inout SchedulerCache) -> RejectedNode? {
    guard cache.nominatedOn[node] > 0 else { return firstRejection(of: node, cache) }
    let guests = cache.nominations.filter {
      Int($0.node) == node && $0.priority >= pod.priority && $0.pod != pod.handle
    }
    guard !guests.isEmpty else { return firstRejection(of: node, cache) }
    count(guests, on: node, &cache, step: 1)
    let crowded = firstRejection(of: node, cache)
    count(guests, on: node, &cache, step: -1)
    return crowded ?? firstRejection(of: node, cache)
  }

  private mutating func count(
    _ guests: [Nomination], on node: Int, _ cache: inout SchedulerCache, step: Int64
  ) {
    for guest in guests {
      cache.count(guest.demand, matches: guest.matches, on: node, step: step)
      cache.countForSpread(matches: guest.matches, on: node, step: Int32(step))
      cache.count(guest.claims, on: node, step: Int32(step))
    }
    pod.refresh(cache)
  }

  /// Brings the pod's view up to date after pods were taken from a node or put back.
  mutating func refresh(_ cache: SchedulerCache) { pod.refresh(cache) }

  private func firstRejection(of node: Int, _ cache: SchedulerCache) -> RejectedNode? {
    let filters = PluginCatalog.filters
    for index in pod.filters {
      let rejection = filters[index].filter(pod, on: node, cache)
      if !rejection.fits {
        return RejectedNode(node: Int32(node), plugin: Int32(index), rejection: rejection)
      }
    }
    return nil
  }

  /// The node with the highest weighted score; ties by reservoir sampling (selectHost).
  private func choose(
    _ feasible: [Int32], _ cache: SchedulerCache, _ random: inout EntityRandom
  ) -> Int32 {
    guard feasible.count > 1 else { return feasible[0] }
    var totals = [Int64](repeating: 0, count: feasible.count)
    for (index, plugin) in PluginCatalog.scores.enumerated() {
      let weight = pod.weights?[index] ?? plugin.weight
      guard weight > 0, let scores = plugin.scores(pod, on: feasible, cache) else { continue }
      Self.add(scores, times: weight, to: &totals)
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

  private static func add(_ scores: [Int64], times weight: Int64, to totals: inout [Int64]) {
    precondition(scores.count == totals.count, "a plugin scores every feasible node")
    for index in totals.indices { totals[index] += weight * scores[index] }
  }
}

extension SchedulingCycle {
  /// The filters that rejected any node.
  var rejectedBy: PluginMask {
    var mask = PluginMask()
    for answer in rejected { mask.insert(Int(answer.plugin)) }
    if pinnedAway > 0 { mask.insert(PluginCatalog.index(of: NodeAffinityPlugin.self)) }
    return mask
  }

  /// Why no node was feasible, in the words of the event FailedScheduling.
  func explanation(_ cache: SchedulerCache, _ version: ClusterVersion) -> String {
    guard cache.presentCount > 0 else { return "no nodes available to schedule pods" }
    var failure = FailedScheduling()
    for group in groups() { failure.add(group.plugin, group.rejection, nodes: group.count, cache) }
    if pinnedAway > 0, let reason = version.pinnedAwayReason {
      failure.add(reason, nodes: pinnedAway)
    }
    return failure.text(nodeCount: cache.presentCount)
  }

  /// Equal rejections with their numbers of nodes.
  private func groups() -> [(plugin: Int, rejection: Rejection, count: Int)] {
    var groups: [(plugin: Int, rejection: Rejection, count: Int)] = []
    for answer in rejected {
      if let index = groups.firstIndex(where: {
        $0.plugin == Int(answer.plugin) && $0.rejection == answer.rejection
      }) {
        groups[index].count += 1
      } else {
        groups.append((Int(answer.plugin), answer.rejection, 1))
      }
    }
    return groups
  }
}
