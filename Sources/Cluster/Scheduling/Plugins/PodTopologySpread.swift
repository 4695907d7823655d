import Glibc

/// Spreads pods evenly over the domains of a topology (framework/plugins/podtopologyspread).
enum PodTopologySpread: FilterPlugin, ScorePlugin {
  static let name = "PodTopologySpread"
  static let weight: Int64 = 2
  static let events: ClusterChange = [
    .nodeAdded, .nodeRemoved, .nodeTaints, .nodeLabels, .podGone, .podAssigned,
  ]
  private static let skewed: UInt64 = 0
  private static let unlabelled: UInt64 = 1

  /// Matching pods by domain of each hard constraint, and the least of them.
  struct Prepared {
    struct Constraint {
      let spread: PlacementDemand.Spread
      /// Pods by domain; below zero where no counted node is.
      let counts: [Int32]
      let least: Int64
    }

    var constraints: [Constraint] = []
  }

  static func prepare(_ pod: PodQuery, _ cache: SchedulerCache) -> Prepared {
    var prepared = Prepared()
    let hard = pod.demand.hardSpread
    let countsAll = hasAllKeys(hard, cache)
    for spread in hard {
      let (counts, domains, fewest) =
        countsAll && includesAll(spread, pod, cache)
        ? keptCounts(spread, cache) : counted(spread, hard, pod, cache)
      let least = domains < spread.minDomains ? 0 : fewest
      prepared.constraints.append(
        Prepared.Constraint(spread: spread, counts: counts, least: least))
    }
    return prepared
  }

  /// The sums that the tally keeps, where every node counts.
  private static func keptCounts(
    _ spread: PlacementDemand.Spread, _ cache: SchedulerCache
  ) -> (counts: [Int32], domains: Int64, least: Int64) {
    let counts = cache.tallies[Int(spread.topology.tally)]
      .topologies[Int(spread.topology.slot)].sums
    let nodes = cache.domainNodes[Int(spread.topology.key)]
    var least = Int32.max
    var domains: Int64 = 0
    for domain in nodes.indices where nodes[domain] > 0 {
      domains += 1
      least = min(least, counts[domain])
    }
    return (counts, domains, domains == 0 ? 0 : Int64(least))
  }

  /// Sums over the nodes that have all keys and whose pods count.
  private static func counted(
    _ spread: PlacementDemand.Spread, _ hard: [PlacementDemand.Spread], _ pod: PodQuery,
    _ cache: SchedulerCache
  ) -> (counts: [Int32], domains: Int64, least: Int64) {
    let key = spread.topology.key
    let perNode = cache.tallies[Int(spread.topology.tally)].perNode
    var counts = [Int32](repeating: -1, count: cache.domainCount(key))
    for node in cache.order.lazy.map({ Int($0) })
    where hasKeys(of: hard, node, cache) && includes(spread, pod, node, cache) {
      let domain = Int(cache.domains[Int(key)][node])
      counts[domain] = max(0, counts[domain]) + perNode[node]
    }
    let present = counts.lazy.filter { $0 >= 0 }
    return (counts, Int64(present.count), Int64(present.min() ?? 0))
  }

  private static func hasAllKeys(
    _ constraints: [PlacementDemand.Spread], _ cache: SchedulerCache
  ) -> Bool {
    constraints.allSatisfy { cache.keyedCount[Int($0.topology.key)] == cache.presentCount }
  }

  /// Whether no node is left out by the constraint's policies.
  private static func includesAll(
    _ spread: PlacementDemand.Spread, _ pod: PodQuery, _ cache: SchedulerCache
  ) -> Bool {
    !(spread.honorsAffinity && NodeAffinityPlugin.applies(to: pod, cache))
      && !(spread.honorsTaints && (cache.taintedCount > 0 || cache.isCordoned.contains(true)))
  }

  private static func hasKeys(
    of constraints: [PlacementDemand.Spread], _ node: Int, _ cache: SchedulerCache
  ) -> Bool {
    constraints.allSatisfy { cache.domains[Int($0.topology.key)][node] >= 0 }
  }

  /// Whether a node's pods count: the constraint's nodeAffinityPolicy and nodeTaintsPolicy.
  private static func includes(
    _ spread: PlacementDemand.Spread, _ pod: PodQuery, _ node: Int, _ cache: SchedulerCache
  ) -> Bool {
    if spread.honorsAffinity, !NodeAffinityPlugin.allows(pod, node, cache) { return false }
    guard spread.honorsTaints else { return true }
    // The node controller taints a cordoned node.
    return NodeUnschedulable.filter(pod, on: node, cache) == .fits
      && TaintToleration.filter(pod, on: node, cache) == .fits
  }

  static func applies(to pod: PodQuery, _ cache: SchedulerCache) -> Bool {
    !pod.demand.hardSpread.isEmpty
  }

  static func filter(_ pod: PodQuery, on node: Int, _ cache: SchedulerCache) -> Rejection {
    for constraint in pod.spread.constraints {
      let domain = cache.domains[Int(constraint.spread.topology.key)][node]
      guard domain >= 0 else { return .unresolvable(unlabelled) }
      let matching = Int64(max(0, constraint.counts[Int(domain)]))
      let own: Int64 = constraint.spread.matchesSelf ? 1 : 0
      if matching + own - constraint.least > constraint.spread.maxSkew {
        return .unschedulable(skewed)
      }
    }
    return .fits
  }

  static func reasons(_ rejection: Rejection, _ cache: SchedulerCache) -> [String] {
    let reason = "node(s) didn't match pod topology spread constraints"
    return [rejection.detail == unlabelled ? reason + " (missing required label)" : reason]
  }

  /// A pod helps if a hard constraint counts it; a node that came, changed or went if it has all
  /// their keys.
  static func helps(
    _ subject: ChangeSubject, _ pod: WaitingDemand, _ cache: SchedulerCache
  ) -> Bool {
    let hard = pod.demand.hardSpread
    if subject.node >= 0 { return hasKeys(of: hard, subject.node, cache) }
    guard let other = subject.pod else { return true }
    return hard.contains { other.matches.contains($0.selector) }
  }

  static func scores(_ pod: PodQuery, on nodes: [Int32], _ cache: SchedulerCache) -> [Int64]? {
    let soft = pod.demand.softSpread
    guard !soft.isEmpty else { return nil }
    let needsNoKeys = pod.demand.usesDefaultSpread || hasAllKeys(soft, cache)
    let counted = needsNoKeys ? nodes : nodes.filter { hasKeys(of: soft, Int($0), cache) }
    var sums = [Double](repeating: 0, count: counted.count)
    for spread in soft {
      let keepsSums = needsNoKeys && includesAll(spread, pod, cache)
      add(spread, to: &sums, pod, counted, keepsSums, cache)
    }
    let scores = normalized(sums.map(rounded))
    guard scores.count < nodes.count else { return scores }
    // Those that lack a key get nothing.
    var next = scores.makeIterator()
    return nodes.map { hasKeys(of: soft, Int($0), cache) ? next.next() ?? 0 : 0 }
  }

  /// A sum, which is never negative, to the nearest whole number, halves upwards.
  private static func rounded(_ sum: Double) -> Int64 {
    let whole = Int64(sum)
    return sum - Double(whole) < 0.5 ? whole : whole + 1
  }

  /// Sums as scores: the fewer pods, the better.
  private static func normalized(_ sums: [Int64]) -> [Int64] {
    let (least, greatest) = (sums.min() ?? 0, sums.max() ?? 0)
    return sums.map { greatest == 0 ? 100 : 100 * (greatest + least - $0) / greatest }
  }

  /// Adds one constraint's share: pods in the domain, weighted by the logarithm of the domains.
  private static func add(
    _ spread: PlacementDemand.Spread, to sums: inout [Double], _ pod: PodQuery, _ nodes: [Int32],
    _ keepsSums: Bool, _ cache: SchedulerCache
  ) {
    let domains = cache.domains[Int(spread.topology.key)]
    let tally = cache.tallies[Int(spread.topology.tally)]
    let size = spread.isHostname ? nodes.count : domainSize(of: spread, nodes, cache)
    let weight = log(Double(size + 2))
    let least = Double(spread.maxSkew - 1)
    guard !spread.isHostname else {
      for (index, node) in nodes.enumerated() where domains[Int(node)] >= 0 {
        sums[index] += Double(tally.perNode[Int(node)]) * weight + least
      }
      return
    }
    let counts =
      keepsSums
      ? tally.topologies[Int(spread.topology.slot)].sums : softCounts(spread, pod, cache)
    let shares = counts.map { Double($0) * weight + least }
    for (index, node) in nodes.enumerated() where domains[Int(node)] >= 0 {
      sums[index] += shares[Int(domains[Int(node)])]
    }
  }

  /// The number of domains among the feasible nodes; those without the label, which only the
  /// cluster's own constraints keep, are one more together.
  private static func domainSize(
    of spread: PlacementDemand.Spread, _ nodes: [Int32], _ cache: SchedulerCache
  ) -> Int {
    let domains = cache.domains[Int(spread.topology.key)]
    var isSeen = [Bool](repeating: false, count: cache.domainCount(spread.topology.key))
    var hasUnlabelled = false
    for node in nodes {
      let domain = Int(domains[Int(node)])
      if domain < 0 { hasUnlabelled = true } else { isSeen[domain] = true }
    }
    return isSeen.count { $0 } + (hasUnlabelled ? 1 : 0)
  }

  /// Matching pods by domain over the nodes whose pods count.
  private static func softCounts(
    _ spread: PlacementDemand.Spread, _ pod: PodQuery, _ cache: SchedulerCache
  ) -> [Int32] {
    let domains = cache.domains[Int(spread.topology.key)]
    var counts = [Int32](repeating: 0, count: cache.domainCount(spread.topology.key))
    let tally = cache.tallies[Int(spread.topology.tally)]
    guard tally.total > 0 else { return counts }
    let soft = pod.demand.softSpread
    for node in tally.perNode.indices where tally.perNode[node] != 0 {
      let domain = Int(domains[node])
      guard domain >= 0, includes(spread, pod, node, cache) else { continue }
      if !pod.demand.usesDefaultSpread, !hasKeys(of: soft, node, cache) { continue }
      counts[domain] += tally.perNode[node]
    }
    return counts
  }
}
