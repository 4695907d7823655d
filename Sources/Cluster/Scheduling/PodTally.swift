/// How many pods with some property are on each node, and in each domain of some topologies.
struct PodTally: Sendable {
  /// A topology of which the sums are kept.
  struct Topology: Sendable {
    let key: Int32
    /// Pods by domain.
    var sums: [Int32]
    /// Pods on nodes that have the key.
    var total: Int
  }

  private(set) var perNode: [Int32]
  private(set) var total: Int = 0
  private(set) var topologies: [Topology] = []

  init(nodeCount: Int) { perNode = Array(repeating: 0, count: nodeCount) }

  /// Counts pods on a node; `domains` are the nodes' domains by topology key.
  mutating func add(_ step: Int32, on node: Int, _ domains: [[Int32]]) {
    perNode[node] += step
    total += Int(step)
    for slot in topologies.indices {
      let domain = Int(domains[Int(topologies[slot].key)][node])
      guard domain >= 0 else { continue }
      topologies[slot].sums[domain] += step
      topologies[slot].total += Int(step)
    }
  }

  /// Counts a node's pods in another domain of a topology; -1 is none.
  mutating func move(_ node: Int, from old: Int32, to new: Int32, of key: Int32) {
    for slot in topologies.indices where topologies[slot].key == key && old != new {
      for (domain, step) in [(old, -perNode[node]), (new, perNode[node])] where domain >= 0 {
        topologies[slot].sums[Int(domain)] += step
        topologies[slot].total += Int(step)
      }
    }
  }

  /// Keeps the sums of a topology from now on and returns its slot.
  mutating func track(_ key: Int32, _ domains: [Int32], domainCount: Int) -> Int32 {
    if let known = topologies.firstIndex(where: { $0.key == key }) { return Int32(known) }
    var topology = Topology(
      key: key, sums: Array(repeating: 0, count: domainCount), total: 0)
    for node in perNode.indices where perNode[node] != 0 && domains[node] >= 0 {
      topology.sums[Int(domains[node])] += perNode[node]
      topology.total += Int(perNode[node])
    }
    topologies.append(topology)
    return Int32(topologies.count - 1)
  }

  mutating func appendNode() { perNode.append(0) }

  /// Makes room for a topology's new domains.
  mutating func widen(_ key: Int32, to domainCount: Int) {
    for slot in topologies.indices where topologies[slot].key == key {
      while topologies[slot].sums.count < domainCount { topologies[slot].sums.append(0) }
    }
  }
}
