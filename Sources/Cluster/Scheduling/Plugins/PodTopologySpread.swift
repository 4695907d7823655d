import Glibc

/// Spreads pods evenly over the domains of a topology (framework/plugins/podtopologyspread).
enum PodTopologySpread: FilterPlugin, ScorePlugin {
  static let name = "PodTopologySpread"
  static let weight: Int64 = 2
  static let events: ClusterChange = [.nodeAdded, .nodeTaints, .podGone, .podAssigned]
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
      && !(spread.honorsTaints && cache.taintedCount > 0)
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
    return TaintToleration.filter(pod, on: node, cache) == .fits
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

  /// A pod helps if a hard constraint counts it; a node if it has all their keys.
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
    let allKeyed = hasAllKeys(soft, cache)
    let needsAllKeys = !pod.demand.usesDefaultSpread && !allKeyed
    let isIgnored = nodes.map { needsAllKeys && !hasKeys(of: soft, Int($0), cache) }
    var sums = [Double](repeating: 0, count: nodes.count)
    for spread in soft {
      let keepsSums =
        (allKeyed || pod.demand.usesDefaultSpread) && includesAll(spread, pod, cache)
      add(spread, to: &sums, pod, nodes, isIgnored, keepsSums, cache)
    }
    let raw = sums.map { Int64($0.rounded()) }
    var (least, greatest) = (Int64.max, Int64(0))
    for index in raw.indices where !isIgnored[index] {
      least = min(least, raw[index])
      greatest = max(greatest, raw[index])
    }
    return raw.indices.map { index in
      if isIgnored[index] { return 0 }
      return greatest == 0 ? 100 : 100 * (greatest + least - raw[index]) / greatest
    }
  }

  /// Adds one constraint's share: pods in the domain, weighted by the logarithm of the domains.
  private static func add(
    _ spread: PlacementDemand.Spread, to sums: inout [Double], _ pod: PodQuery, _ nodes: [Int32],
    _ isIgnored: [Bool], _ keepsSums: Bool, _ cache: SchedulerCache
  ) {
    let domains = cache.domains[Int(spread.topology.key)]
    let perNode = cache.tallies[Int(spread.topology.tally)].perNode
    var counts: [Int32] = []
    var size = isIgnored.count { !$0 }
    if !spread.isHostname {
      size = domainSize(of: spread, nodes, isIgnored, cache)
      counts =
        keepsSums
        ? cache.tallies[Int(spread.topology.tally)].topologies[Int(spread.topology.slot)].sums
        : softCounts(spread, pod, cache)
    }
    let weight = log(Double(size + 2))
    for (index, node) in nodes.enumerated() where !isIgnored[index] {
      let domain = domains[Int(node)]
      guard domain >= 0 else { continue }
      let count = spread.isHostname ? perNode[Int(node)] : counts[Int(domain)]
      sums[index] += Double(count) * weight + Double(spread.maxSkew - 1)
    }
  }

  /// The number of domains among the feasible nodes; those without the label, which only the
  /// cluster's own constraints keep, are one more together.
  private static func domainSize(
    of spread: PlacementDemand.Spread, _ nodes: [Int32], _ isIgnored: [Bool],
    _ cache: SchedulerCache
  ) -> Int {
    let domains = cache.domains[Int(spread.topology.key)]
    var isSeen = [Bool](repeating: false, count: cache.domainCount(spread.topology.key))
    var size = 0
    var hasUnlabelled = false
    for (index, node) in nodes.enumerated() where !isIgnored[index] {
      let domain = Int(domains[Int(node)])
      if domain < 0 {
        size += hasUnlabelled ? 0 : 1
        hasUnlabelled = true
      }
      guard domain >= 0, !isSeen[domain] else { continue }
      isSeen[domain] = true
      size += 1
    }
    return size
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
