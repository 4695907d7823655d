/// Places pods near or away from other pods (framework/plugins/interpodaffinity).
enum InterPodAffinity: FilterPlugin, ScorePlugin {
  static let name = "InterPodAffinity"
  static let weight: Int64 = 2
  static let events: ClusterChange = [.nodeAdded, .nodeLabels, .podGone, .podAssigned]
  private static let affinity: UInt64 = 0
  private static let antiAffinity: UInt64 = 1
  private static let existingAntiAffinity: UInt64 = 2

  /// The topologies in which a matching pod rejects, by who carries the term.
  struct Prepared {
    /// Existing pods' required anti-affinity that matches the incoming pod.
    var existingAnti: [TopologyTally] = []
    var anti: [TopologyTally] = []
  }

  static func prepare(_ pod: PodQuery, _ cache: SchedulerCache) -> Prepared {
    var prepared = Prepared()
    for number in cache.carriedTerms(matching: pod.matches)
    where cache.carried[number].kind == .requiredAntiAffinity {
      prepared.existingAnti.append(cache.carriedTopology[number])
    }
    prepared.anti = pod.demand.requiredAntiAffinity.map(\.topology)
    return prepared
  }

  static func applies(to pod: PodQuery, _ cache: SchedulerCache) -> Bool {
    !pod.interPod.existingAnti.isEmpty || !pod.interPod.anti.isEmpty
      || !pod.demand.affinityTopologies.isEmpty
  }

  static func filter(_ pod: PodQuery, on node: Int, _ cache: SchedulerCache) -> Rejection {
    if !pod.demand.affinityTopologies.isEmpty, !hasNeighbours(pod.demand, node, cache) {
      return .unresolvable(affinity)
    }
    if isOccupied(pod.interPod.anti, node, cache) { return .unschedulable(antiAffinity) }
    return isOccupied(pod.interPod.existingAnti, node, cache)
      ? .unschedulable(existingAntiAffinity) : .fits
  }

  /// Whether every required term has a matching pod in the node's domain, or the pod may start
  /// its group: nothing matches anywhere, and it matches its own terms.
  private static func hasNeighbours(
    _ demand: PlacementDemand, _ node: Int, _ cache: SchedulerCache
  ) -> Bool {
    var isEverywhere = true
    for topology in demand.affinityTopologies {
      guard let count = cache.count(topology, at: node) else { return false }
      if count <= 0 { isEverywhere = false }
    }
    return isEverywhere
      || demand.matchesOwnAffinity
        && demand.affinityTopologies.allSatisfy { topology in
          cache.tallies[Int(topology.tally)].topologies[Int(topology.slot)].total == 0
        }
  }

  private static func isOccupied(
    _ topologies: [TopologyTally], _ node: Int, _ cache: SchedulerCache
  ) -> Bool {
    topologies.contains { (cache.count($0, at: node) ?? 0) > 0 }
  }

  static func reasons(_ rejection: Rejection, _ cache: SchedulerCache) -> [String] {
    switch rejection.detail {
    case affinity: ["node(s) didn't match pod affinity rules"]
    case antiAffinity: ["node(s) didn't match pod anti-affinity rules"]
    default: ["node(s) didn't satisfy existing pods anti-affinity rules"]
    }
  }

  /// A new pod helps if a required affinity term matches it; a pod's end if an anti-affinity term
  /// of either matches the other; a node always may.
  static func helps(
    _ subject: ChangeSubject, _ pod: WaitingDemand, _ cache: SchedulerCache
  ) -> Bool {
    guard let other = subject.pod else { return true }
    let terms = pod.demand.requiredAffinity + pod.demand.requiredAntiAffinity
    if terms.contains(where: { other.matches.contains($0.selector) }) { return true }
    return other.demand.requiredAntiAffinity.contains { pod.matches.contains($0.selector) }
  }

  static func scores(_ pod: PodQuery, on nodes: [Int32], _ cache: SchedulerCache) -> [Int64]? {
    if pod.ignoresPreferredTermsOfExistingPods, pod.demand.preferredAffinity.isEmpty { return nil }
    var terms: [(topology: TopologyTally, weight: Int64)] = []
    for own in pod.demand.preferredAffinity where hasPods(own.topology, cache) {
      terms.append((own.topology, own.weight))
    }
    for number in cache.carriedTerms(matching: pod.matches)
    where hasPods(cache.carriedTopology[number], cache) {
      if let weight = weight(of: cache.carried[number], pod) {
        terms.append((cache.carriedTopology[number], weight))
      }
    }
    guard !terms.isEmpty else { return nil }
    var raw = [Int64](repeating: 0, count: nodes.count)
    for term in terms {
      for (index, node) in nodes.enumerated() {
        guard let count = cache.count(term.topology, at: Int(node)) else { continue }
        raw[index] += Int64(count) * term.weight
      }
    }
    return normalized(raw)
  }

  private static func hasPods(_ topology: TopologyTally, _ cache: SchedulerCache) -> Bool {
    cache.tallies[Int(topology.tally)].topologies[Int(topology.slot)].total > 0
  }

  private static func weight(of carried: SchedulerCache.CarriedTerm, _ pod: PodQuery) -> Int64? {
    switch carried.kind {
    case .requiredAntiAffinity: nil
    case .requiredAffinity: pod.hardPodAffinityWeight > 0 ? pod.hardPodAffinityWeight : nil
    case .preferred: carried.weight
    }
  }

  private static func normalized(_ raw: [Int64]) -> [Int64] {
    let (least, greatest) = (raw.min() ?? 0, raw.max() ?? 0)
    guard greatest > least else { return Array(repeating: 0, count: raw.count) }
    return raw.map { Int64(100 * (Double($0 - least) / Double(greatest - least))) }
  }
}
