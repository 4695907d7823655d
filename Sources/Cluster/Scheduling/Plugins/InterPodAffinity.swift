/// Places pods near or away from other pods (framework/plugins/interpodaffinity).
enum InterPodAffinity {
  /// Matching pods by domain, of each term that can reject.
  struct Prepared {
    struct Term {
      let key: Int32
      let counts: [Int64]
    }

    /// Existing pods' required anti-affinity that matches the incoming pod.
    var existingAnti: [Term] = []
    var anti: [Term] = []
    var affinity: [Term] = []
    /// Whether the incoming pod may start its group: nothing matches yet, and it matches itself.
    var mayStartGroup = false
  }

  static func prepare(_ pod: PodQuery, _ cache: SchedulerCache) -> Prepared {
    var prepared = Prepared()
    for number in cache.carriedTerms(matching: pod.matches)
    where cache.carried[number].kind == .requiredAntiAffinity {
      let key = cache.carried[number].key
      prepared.existingAnti.append(
        term(key: key, tally: cache.carriedTally[number], cache))
    }
    for own in pod.demand.requiredAntiAffinity where cache.tallies[Int(own.tally)].total > 0 {
      prepared.anti.append(term(key: own.key, tally: own.tally, cache))
    }
    guard !pod.demand.requiredAffinity.isEmpty else { return prepared }
    let all = pod.demand.affinityTally
    for own in pod.demand.requiredAffinity {
      prepared.affinity.append(term(key: own.key, tally: all, cache))
    }
    prepared.mayStartGroup =
      pod.demand.matchesOwnAffinity
      && prepared.affinity.allSatisfy { $0.counts.allSatisfy { $0 == 0 } }
    return prepared
  }

  private static func term(key: Int32, tally: Int32, _ cache: SchedulerCache) -> Prepared.Term {
    Prepared.Term(
      key: key,
      counts: cache.tallies[Int(tally)].sums(
        by: cache.domains[Int(key)], count: cache.domainCount(key)))
  }

  static func filter(_ pod: PodQuery, on node: Int, _ cache: SchedulerCache) -> Rejection {
    for term in pod.interPod.affinity {
      let domain = cache.domains[Int(term.key)][node]
      guard domain >= 0, pod.interPod.mayStartGroup || term.counts[Int(domain)] > 0 else {
        return .affinity
      }
    }
    if isOccupied(pod.interPod.anti, node, cache) { return .antiAffinity }
    return isOccupied(pod.interPod.existingAnti, node, cache) ? .existingAntiAffinity : .fits
  }

  private static func isOccupied(
    _ terms: [Prepared.Term], _ node: Int, _ cache: SchedulerCache
  ) -> Bool {
    terms.contains { term in
      let domain = cache.domains[Int(term.key)][node]
      return domain >= 0 && term.counts[Int(domain)] > 0
    }
  }

  static func scores(_ pod: PodQuery, on nodes: [Int32], _ cache: SchedulerCache) -> [Int64]? {
    var terms: [(key: Int32, tally: Int32, weight: Int64)] = []
    for own in pod.demand.preferredAffinity where cache.tallies[Int(own.tally)].total > 0 {
      terms.append((own.key, own.tally, own.weight))
    }
    for number in cache.carriedTerms(matching: pod.matches) {
      let carried = cache.carried[number]
      if let weight = weight(of: carried, pod) {
        terms.append((carried.key, cache.carriedTally[number], weight))
      }
    }
    guard !terms.isEmpty else { return nil }
    var raw = [Int64](repeating: 0, count: nodes.count)
    for term in terms {
      let domains = cache.domains[Int(term.key)]
      let counts = cache.tallies[Int(term.tally)].sums(
        by: domains, count: cache.domainCount(term.key))
      for (index, node) in nodes.enumerated() where domains[Int(node)] >= 0 {
        raw[index] += counts[Int(domains[Int(node)])] * term.weight
      }
    }
    return normalized(raw)
  }

  private static func weight(of carried: SchedulerCache.CarriedTerm, _ pod: PodQuery) -> Int64? {
    switch carried.kind {
    case .requiredAntiAffinity: nil
    case .requiredAffinity: pod.hardPodAffinityWeight > 0 ? pod.hardPodAffinityWeight : nil
    case .preferred: pod.ignoresPreferredTermsOfExistingPods ? nil : carried.weight
    }
  }

  private static func normalized(_ raw: [Int64]) -> [Int64] {
    let (least, greatest) = (raw.min() ?? 0, raw.max() ?? 0)
    guard greatest > least else { return Array(repeating: 0, count: raw.count) }
    return raw.map { Int64(100 * (Double($0 - least) / Double(greatest - least))) }
  }
}
