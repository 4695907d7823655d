import Manifests

// How new machines are shared among pools whose machines are alike
// (cluster-autoscaler/processors/nodegroupset).
extension Cluster {
  /// Labels in which machines of like pools may differ (BasicIgnoredLabels), and the twin's own.
  private static let ownLabels = [
    "kubernetes.io/hostname", "topology.kubernetes.io/zone",
    "failure-domain.beta.kubernetes.io/zone", "vhsim.dev/pool",
  ]
  /// How much of the greater one memory and what pods may request may differ
  /// (MaxCapacityMemoryDifferenceRatio, MaxAllocatableDifferenceRatio).
  private static let memoryDifference = 0.015
  private static let allocatableDifference = 0.05

  /// The machines that each of some like pools gets in place of those of one: every machine goes to
  /// the pool that is then the smallest (BalanceScaleUpBetweenGroups).
  func balanced(
    _ nodes: [Int], of pool: Int, _ others: [Int]
  ) -> [(pool: Int, nodes: [Int])] {
    let pools = [pool] + others.filter { isAlike(pool, $0) }
    var sizes = pools.map { nodeAutoscaler.size(of: $0) }
    var free = pools.map { other in
      let absent = nodeAutoscaler.pools[other].spec.nodes.filter {
        nodeAutoscaler.members[$0].stage == .absent && nodePods[$0].isEmpty
      }
      return Array(absent.prefix(roomToGrow(other, free: absent.count)).reversed())
    }
    var orders = pools.map { (pool: $0, nodes: [Int]()) }
    for _ in nodes {
      let open = pools.indices.filter { !free[$0].isEmpty }
      guard let least = open.min(by: { sizes[$0] < sizes[$1] }),
        let node = free[least].popLast()
      else { break }
      sizes[least] += 1
      orders[least].nodes.append(node)
    }
    return orders.filter { !$0.nodes.isEmpty }
  }

  /// Whether machines of two pools are alike: equal cores, about equal memory, the same labels.
  private func isAlike(_ pool: Int, _ other: Int) -> Bool {
    let examples = [pool, other].compactMap { nodeAutoscaler.pools[$0].spec.nodes.first }
    guard examples.count == 2 else { return false }
    let (left, right) = (nodeSpecs[examples[0]], nodeSpecs[examples[1]])
    func isNear(_ one: Int64, _ two: Int64, within share: Double) -> Bool {
      Double(max(one, two) - min(one, two)) <= Double(max(one, two)) * share
    }
    func labels(_ spec: NodeSpec) -> [String] {
      spec.labels.entries.filter { !Self.ownLabels.contains($0.key) }
        .map { "\($0.key)=\($0.value)" }.sorted()
    }
    return left.capacity.cpuMilli == right.capacity.cpuMilli
      && isNear(left.capacity.memory, right.capacity.memory, within: Self.memoryDifference)
      && isNear(
        left.allocatable.cpuMilli, right.allocatable.cpuMilli, within: Self.allocatableDifference)
      && isNear(
        left.allocatable.memory, right.allocatable.memory, within: Self.allocatableDifference)
      && labels(left) == labels(right)
  }
}
