/// How many pods a kubelet has evicted for a signal since it started
/// (pkg/kubelet/metrics Evictions).
struct EvictionCount {
  let node: Int32
  /// The signal's name.
  let signal: String
  /// The boots of the machine at the last eviction: a kubelet counts from its own start.
  var boots: Int32
  var count = 0
}

extension Cluster {
  mutating func countEviction(for signal: String, on node: Int) {
    let boots = nodes[node].boots
    let known = evictionCounts.firstIndex { Int($0.node) == node && $0.signal == signal }
    let index = known ?? evictionCounts.count
    if known == nil {
      evictionCounts.append(EvictionCount(node: Int32(node), signal: signal, boots: boots))
    }
    if evictionCounts[index].boots != boots {
      evictionCounts[index].boots = boots
      evictionCounts[index].count = 0
    }
    evictionCounts[index].count += 1
  }

  /// Places of the counts of evictions.
  package var evictionCountIndices: Range<Int> { evictionCounts.indices }

  /// How many pods a node's kubelet has evicted for a signal since it started; nil where its
  /// machine is off, or has booted since.
  package func evictions(
    at index: Int
  ) -> (node: Int, signal: String, count: Int)? {
    let entry = evictionCounts[index]
    let node = Int(entry.node)
    guard nodes[node].isUp, nodes[node].boots == entry.boots else { return nil }
    return (node, entry.signal, entry.count)
  }
}
