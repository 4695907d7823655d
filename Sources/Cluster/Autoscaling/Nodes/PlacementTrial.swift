/// A copy of the scheduler's view on which nodes join and pods are placed, to see what would be
/// (cluster-autoscaler simulator/clustersnapshot).
struct PlacementTrial {
  /// A pod with what the scheduler counts of it.
  struct Guest {
    let query: PodQuery
    let claims: [ClaimUse]
    /// Whether spreading counts it; not once it is about to go.
    var isSpread = true
    /// Equal for pods that no node tells apart; negative for a pod like no other.
    var likeness: Int32 = -1
  }

  private(set) var cache: SchedulerCache

  init(_ cache: SchedulerCache) { self.cache = cache }

  /// Lets nodes take part with the taints that they will have.
  mutating func join(_ nodes: [(node: Int, taints: [NodeTaint])]) {
    for (node, taints) in nodes {
      cache.isDeleted[node] = false
      cache.isCordoned[node] = false
      cache.setTaints(taints, of: node)
    }
    cache.rebuildOrder()
  }

  /// Puts a pod on the first of some nodes that takes it; nil if none does.
  mutating func schedule(_ guest: Guest, among nodes: [Int32]) -> Int? {
    var cycle = SchedulingCycle(guest.query, cache)
    for node in nodes where cycle.answer(of: Int(node), &cache) == nil {
      put(guest, on: Int(node))
      return Int(node)
    }
    return nil
  }

  /// Why a node does not take a pod, in the scheduler's words; nil if it does.
  mutating func refusal(of guest: Guest, on node: Int) -> String? {
    var cycle = SchedulingCycle(guest.query, cache)
    guard let answer = cycle.answer(of: node, &cache) else { return nil }
    let plugin = PluginCatalog.filters[Int(answer.plugin)]
    return plugin.reasons(answer.rejection, cache).joined(separator: ", ")
  }

  /// Counts a pod on a node.
  mutating func put(_ guest: Guest, on node: Int) { count(guest, on: node, step: 1) }

  /// Takes a pod off a node.
  mutating func take(_ guest: Guest, off node: Int) { count(guest, on: node, step: -1) }

  private mutating func count(_ guest: Guest, on node: Int, step: Int32) {
    cache.count(guest.query.demand, matches: guest.query.matches, on: node, step: Int64(step))
    if guest.isSpread {
      cache.countForSpread(matches: guest.query.matches, on: node, step: step)
    }
    cache.count(guest.claims, on: node, step: step)
  }
}
