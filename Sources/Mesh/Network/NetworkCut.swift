/// One direction of a cut network: messages from one side to the other vanish.
package struct NetworkCut: Sendable {
  /// A side of a cut: whole nodes or single pods, hosts outside the cluster, and its users.
  package struct Side: Sendable {
    private let nodes: [Bool]
    private let pods: [Bool]
    private let hosts: [Bool]
    /// Whether users outside the cluster are on it.
    let hasUsers: Bool

    /// Makes a side of nodes, pods and hosts outside, by index.
    package init(
      nodes: [Int] = [], pods: [Int] = [], hosts: [Int] = [], hasUsers: Bool = false
    ) {
      self.nodes = Side.marks(nodes)
      self.pods = Side.marks(pods)
      self.hosts = Side.marks(hosts)
      self.hasUsers = hasUsers
    }

    private static func marks(_ indices: [Int]) -> [Bool] {
      var marks = Array(repeating: false, count: (indices.max() ?? -1) + 1)
      for index in indices { marks[index] = true }
      return marks
    }

    func contains(pod: Int, node: Int) -> Bool {
      pod < pods.count && pods[pod] || node < nodes.count && nodes[node]
    }

    func contains(host: Int) -> Bool { host < hosts.count && hosts[host] }
  }

  /// Those whose messages are stopped, and those whom they can not reach.
  let from: Side
  let to: Side
  /// Tells cuts apart when one is mended.
  let number: Int
}
