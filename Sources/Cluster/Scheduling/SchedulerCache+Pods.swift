/// Counting of pods on nodes.
extension SchedulerCache {
  /// The tally of pods that a selector matches; terminating ones count for affinity, not for
  /// spreading.
  mutating func tally(of selector: Int32, forSpread: Bool) -> Int32 {
    while spreadTally.count <= Int(selector) {
      spreadTally.append(-1)
      affinityTally.append(-1)
    }
    let known = forSpread ? spreadTally[Int(selector)] : affinityTally[Int(selector)]
    if known >= 0 { return known }
    let number = newTally()
    if forSpread {
      spreadTally[Int(selector)] = number
    } else {
      affinityTally[Int(selector)] = number
    }
    return number
  }

  private mutating func newTally() -> Int32 {
    tallies.append(PodTally(nodeCount: nodeCount))
    return Int32(tallies.count - 1)
  }

  /// The tally of pods that carry a term.
  mutating func tally(carrying term: CarriedTerm) -> Int32 {
    if let known = carried.firstIndex(of: term) { return carriedTally[known] }
    while carriedBySelector.count <= Int(term.selector) { carriedBySelector.append([]) }
    carriedBySelector[Int(term.selector)].append(Int32(carried.count))
    carried.append(term)
    carriedTally.append(newTally())
    carriedTopology.append(track(carriedTally[carried.count - 1], by: term.key))
    return carriedTally[carried.count - 1]
  }

  /// The carried terms that match a pod with a label set.
  func carriedTerms(matching matches: [Int32]) -> [Int] {
    var found: [Int] = []
    for selector in matches where Int(selector) < carriedBySelector.count {
      for term in carriedBySelector[Int(selector)] { found.append(Int(term)) }
    }
    return found
  }

  /// The sums of a tally by the domains of a topology, kept from now on.
  mutating func track(_ tally: Int32, by key: Int32) -> TopologyTally {
    let slot = tallies[Int(tally)].track(
      key, domains[Int(key)], domainCount: domainCount(key))
    return TopologyTally(key: key, tally: tally, slot: slot)
  }

  /// Pods of a tally in a node's domain; nil when the node lacks the key.
  func count(_ topology: TopologyTally, at node: Int) -> Int32? {
    let domain = domains[Int(topology.key)][node]
    guard domain >= 0 else { return nil }
    return tallies[Int(topology.tally)].topologies[Int(topology.slot)].sums[Int(domain)]
  }

  /// Counts a pod on a node, or takes it away again (`step` 1 or -1).
  package mutating func count(
    _ demand: PlacementDemand, matches: [Int32], on node: Int, step: Int64
  ) {
    cpu.requested[node] += step * demand.cpuMilli
    memory.requested[node] += step * demand.memory
    ephemeral.requested[node] += step * demand.ephemeral
    pods.requested[node] += step
    for entry in demand.extended {
      extended[Int(entry.resource)].requested[node] += step * entry.amount
    }
    nonZeroCPU[node] += step * demand.nonZeroCPU
    nonZeroMemory[node] += step * demand.nonZeroMemory
    if step > 0 {
      ports[node] += demand.ports
    } else {
      for port in demand.ports {
        if let index = ports[node].firstIndex(of: port) { ports[node].remove(at: index) }
      }
    }
    let step = Int32(step)
    for selector in matches where Int(selector) < affinityTally.count {
      let tally = affinityTally[Int(selector)]
      if tally >= 0 { tallies[Int(tally)].add(step, on: node, domains) }
    }
    for tally in demand.carried { tallies[Int(tally)].add(step, on: node, domains) }
  }

  /// Counts a pod for spreading, or takes it away when it starts to terminate.
  package mutating func countForSpread(matches: [Int32], on node: Int, step: Int32) {
    for selector in matches where Int(selector) < spreadTally.count {
      let tally = spreadTally[Int(selector)]
      if tally >= 0 { tallies[Int(tally)].add(step, on: node, domains) }
    }
  }

  /// Counts the claims of a pod on a node, or takes them away again.
  mutating func count(_ claims: [ClaimUse], on node: Int, step: Int32) {
    for use in claims {
      while claimUsers.count <= Int(use.claim) { claimUsers.append(0) }
      let index = claimUses[node].firstIndex { $0.claim == use.claim }
      if index != nil || step > 0 { claimUsers[Int(use.claim)] += step }
      if let index {
        claimUses[node][index].pods += step
        if claimUses[node][index].pods == 0 { claimUses[node].remove(at: index) }
      } else if step > 0 {
        claimUses[node].append(ClaimUse(claim: use.claim, driver: use.driver, pods: step))
      }
    }
  }

  /// Notes that a node holds an image.
  package mutating func addImage(_ image: Int, bytes: Int64, on node: Int) {
    while imageOn.count <= image {
      imageOn.append(Array(repeating: false, count: nodeCount))
      imageNodes.append(0)
      imageBytes.append(0)
    }
    guard !imageOn[image][node] else { return }
    imageOn[image][node] = true
    imageNodes[image] += 1
    imageBytes[image] = bytes
  }

  /// A new machine holds no image.
  mutating func forgetImages(of node: Int) {
    for image in imageOn.indices where imageOn[image][node] {
      imageOn[image][node] = false
      imageNodes[image] -= 1
    }
  }

  /// Whether a node holds an image.
  func hasImage(_ image: Int, on node: Int) -> Bool {
    image < imageOn.count && imageOn[image][node]
  }
}
