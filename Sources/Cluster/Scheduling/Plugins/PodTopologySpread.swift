import Glibc

/// Spreads pods evenly over the domains of a topology (framework/plugins/podtopologyspread).
enum PodTopologySpread {
  /// Matching pods by domain of each hard constraint, and the least of them.
  struct Prepared {
    struct Constraint {
      let spread: PlacementDemand.Spread
      let counts: [Int64]
      let least: Int64
    }

    var constraints: [Constraint] = []
  }

  static func prepare(_ pod: PodQuery, _ cache: SchedulerCache) -> Prepared {
    var prepared = Prepared()
    let hard = pod.demand.hardSpread
    guard !hard.isEmpty else { return prepared }
    for spread in hard {
      let domains = cache.domains[Int(spread.key)]
      let perNode = cache.tallies[Int(spread.tally)].perNode
      var counts = [Int64](repeating: -1, count: cache.domainCount(spread.key))
      for node in cache.order.lazy.map({ Int($0) })
      where hasKeys(of: hard, node, cache) && includes(spread, pod, node, cache) {
        let domain = Int(domains[node])
        counts[domain] = max(0, counts[domain]) + Int64(perNode[node])
      }
      let present = counts.lazy.filter { $0 >= 0 }
      let least = Int64(present.count) < spread.minDomains ? 0 : present.min() ?? 0
      prepared.constraints.append(
        Prepared.Constraint(spread: spread, counts: counts, least: least))
    }
    return prepared
  }

  private static func hasKeys(
    of constraints: [PlacementDemand.Spread], _ node: Int, _ cache: SchedulerCache
  ) -> Bool {
    constraints.allSatisfy { cache.domains[Int($0.key)][node] >= 0 }
  }

  /// Whether a node's pods count: the constraint's nodeAffinityPolicy and nodeTaintsPolicy.
  private static func includes(
    _ spread: PlacementDemand.Spread, _ pod: PodQuery, _ node: Int, _ cache: SchedulerCache
  ) -> Bool {
    if spread.honorsAffinity, !NodeAffinityPlugin.allows(pod, node, cache) { return false }
    guard spread.honorsTaints else { return true }
    return TaintToleration.filter(pod, on: node, cache) == .fits
  }

  static func filter(_ pod: PodQuery, on node: Int, _ cache: SchedulerCache) -> Rejection {
    for constraint in pod.spread.constraints {
      let domain = cache.domains[Int(constraint.spread.key)][node]
      guard domain >= 0 else { return .spreadLabel }
      let matching = max(0, constraint.counts[Int(domain)])
      let own: Int64 = constraint.spread.matchesSelf ? 1 : 0
      if matching + own - constraint.least > constraint.spread.maxSkew { return .spread }
    }
    return .fits
  }

  static func scores(_ pod: PodQuery, on nodes: [Int32], _ cache: SchedulerCache) -> [Int64]? {
    let soft = pod.demand.softSpread
    guard !soft.isEmpty else { return nil }
    let needsAllKeys = !pod.demand.usesDefaultSpread
    let isIgnored = nodes.map { needsAllKeys && !hasKeys(of: soft, Int($0), cache) }
    var sums = [Double](repeating: 0, count: nodes.count)
    for spread in soft {
      add(spread, to: &sums, pod, nodes, isIgnored, cache)
    }
    let raw = sums.map { Int64($0.rounded()) }
    let counted = raw.indices.lazy.filter { !isIgnored[$0] }.map { raw[$0] }
    let (least, greatest) = (counted.min() ?? 0, counted.max() ?? 0)
    return raw.indices.map { index in
      if isIgnored[index] { return 0 }
      return greatest == 0 ? 100 : 100 * (greatest + least - raw[index]) / greatest
    }
  }

  /// Adds one constraint's share: pods in the domain, weighted by the logarithm of the domains.
  private static func add(
    _ spread: PlacementDemand.Spread, to sums: inout [Double], _ pod: PodQuery, _ nodes: [Int32],
    _ isIgnored: [Bool], _ cache: SchedulerCache
  ) {
    let domains = cache.domains[Int(spread.key)]
    let perNode = cache.tallies[Int(spread.tally)].perNode
    var counts: [Int64] = []
    var size = isIgnored.count { !$0 }
    if !spread.isHostname {
      (counts, size) = domainCounts(spread, pod, nodes, isIgnored, cache)
    }
    let weight = log(Double(size + 2))
    for (index, node) in nodes.enumerated() where !isIgnored[index] {
      let domain = domains[Int(node)]
      guard domain >= 0 else { continue }
      let count = spread.isHostname ? Int64(perNode[Int(node)]) : max(0, counts[Int(domain)])
      sums[index] += Double(count) * weight + Double(spread.maxSkew - 1)
    }
  }

  /// Matching pods in the domains of the feasible nodes, over all nodes, and their number.
  private static func domainCounts(
    _ spread: PlacementDemand.Spread, _ pod: PodQuery, _ nodes: [Int32], _ isIgnored: [Bool],
    _ cache: SchedulerCache
  ) -> (counts: [Int64], size: Int) {
    let domains = cache.domains[Int(spread.key)]
    var counts = [Int64](repeating: -1, count: cache.domainCount(spread.key))
    for (index, node) in nodes.enumerated() where !isIgnored[index] && domains[Int(node)] >= 0 {
      counts[Int(domains[Int(node)])] = 0
    }
    let size = counts.count { $0 == 0 }
    let tally = cache.tallies[Int(spread.tally)]
    guard tally.total > 0 else { return (counts, size) }
    let soft = pod.demand.softSpread
    for node in tally.perNode.indices where tally.perNode[node] != 0 {
      let domain = Int(domains[node])
      guard domain >= 0, counts[domain] >= 0, includes(spread, pod, node, cache) else { continue }
      if !pod.demand.usesDefaultSpread, !hasKeys(of: soft, node, cache) { continue }
      counts[domain] += Int64(tally.perNode[node])
    }
    return (counts, size)
  }
}
