/// How many pods with some property are on each node.
struct PodTally: Sendable {
  private(set) var perNode: [Int32]
  private(set) var total: Int = 0

  init(nodeCount: Int) { perNode = Array(repeating: 0, count: nodeCount) }

  mutating func add(_ step: Int32, on node: Int) {
    perNode[node] += step
    total += Int(step)
  }

  mutating func appendNode() { perNode.append(0) }

  /// Pods by domain of a topology, over the nodes that count; nodes without the key are left out.
  func sums(by domains: [Int32], count: Int, where counts: (Int) -> Bool = { _ in true }) -> [Int64]
  {
    var sums = [Int64](repeating: 0, count: count)
    guard total > 0 else { return sums }
    for node in perNode.indices where perNode[node] != 0 && domains[node] >= 0 && counts(node) {
      sums[Int(domains[node])] += Int64(perNode[node])
    }
    return sums
  }
}
