/// One direction of a cut network: messages from one side to the other vanish.
package struct NetworkCut: Sendable {
  /// A side of a cut: whole nodes, or single pods.
  package struct Side: Sendable {
    private var nodes: [Bool] = []
    private var pods: [Bool] = []

    /// Makes a side of nodes and pods, by index.
    package init(nodes: [Int] = [], pods: [Int] = []) {
      self.nodes = Side.marks(nodes)
      self.pods = Side.marks(pods)
    }

    private static func marks(_ indices: [Int]) -> [Bool] {
      var marks = Array(repeating: false, count: (indices.max() ?? -1) + 1)
      for index in indices { marks[index] = true }
      return marks
    }

    func contains(pod: Int, node: Int) -> Bool {
      pod < pods.count && pods[pod] || node < nodes.count && nodes[node]
    }
  }

  /// The pods whose messages are stopped, and the pods that these can not reach.
  let from: Side
  let to: Side
  /// Tells cuts apart when one is mended.
  let number: Int
}
