/// nodeSelector and node affinity, required and preferred (framework/plugins/nodeaffinity).
enum NodeAffinityPlugin: FilterPlugin, ScorePlugin {
  static let name = "NodeAffinity"
  static let weight: Int64 = 2
  static let events: ClusterChange = [.nodeAdded, .nodeLabels]

  /// Which nodes the required part allows; empty when it restricts nothing.
  struct Prepared {
    var allows: [Bool] = []
    /// The only nodes worth looking at, where terms pin names.
    var pinned: [Int32]?
  }

  /// The nodes that the required part allows; what was computed for an equal demand is kept.
  static func prepare(_ pod: PodQuery, _ cache: SchedulerCache) -> Prepared {
    guard pod.nodeAffinity.allows.count != cache.nodeCount else { return pod.nodeAffinity }
    var prepared = Prepared()
    prepared.pinned = pod.nodeAffinity.pinned
    guard prepared.pinned == nil, pod.demand.restrictsNodes else { return prepared }
    if let names = pod.demand.pinnedNames {
      prepared.pinned = names.compactMap { cache.node(named: $0) }
      return prepared
    }
    prepared.allows = (0..<cache.nodeCount).map { node in
      pod.demand.allows(name: cache.names[node], labels: cache.labels[node])
    }
    return prepared
  }

  static func applies(to pod: PodQuery, _ cache: SchedulerCache) -> Bool {
    pod.demand.restrictsNodes
  }

  /// Whether the required part allows a node.
  static func allows(_ pod: PodQuery, _ node: Int, _ cache: SchedulerCache) -> Bool {
    guard pod.demand.restrictsNodes else { return true }
    guard pod.nodeAffinity.allows.isEmpty else { return pod.nodeAffinity.allows[node] }
    return pod.demand.allows(name: cache.names[node], labels: cache.labels[node])
  }

  static func filter(_ pod: PodQuery, on node: Int, _ cache: SchedulerCache) -> Rejection {
    allows(pod, node, cache) ? .fits : .unresolvable()
  }

  static func reasons(_ rejection: Rejection, _ cache: SchedulerCache) -> [String] {
    ["node(s) didn't match Pod's node affinity/selector"]
  }

  static func helps(
    _ subject: ChangeSubject, _ pod: WaitingDemand, _ cache: SchedulerCache
  ) -> Bool {
    subject.node < 0
      || pod.demand.allows(name: cache.names[subject.node], labels: cache.labels[subject.node])
  }

  static func scores(_ pod: PodQuery, on nodes: [Int32], _ cache: SchedulerCache) -> [Int64]? {
    let terms = pod.demand.preferredTerms + pod.addedPreferredTerms
    guard !terms.isEmpty else { return nil }
    var raw = nodes.map { node -> Int64 in
      let (name, labels) = (cache.names[Int(node)], cache.labels[Int(node)])
      return terms.reduce(0) { sum, preferred in
        sum + (preferred.term.matches(name: name, labels: labels) ? preferred.weight : 0)
      }
    }
    normalize(&raw, reversed: false)
    return raw
  }
}
