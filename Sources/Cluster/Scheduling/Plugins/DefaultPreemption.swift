package import SimulationKernel

/// Makes room for a pod by removing others of lower priority (PostFilter;
/// framework/preemption/preemption.go, framework/plugins/defaultpreemption).
package enum DefaultPreemption {
  /// Its name in scheduler profiles.
  static let name = "DefaultPreemption"

  /// A pod that would have to go.
  package struct Victim: Sendable {
    let pod: PodHandle
    let priority: Int32
    /// When its kubelet accepted it; the present for a pod that none has.
    let start: SimTime

    /// Makes a victim.
    package init(pod: PodHandle, priority: Int32, start: SimTime) {
      self.pod = pod
      self.priority = priority
      self.start = start
    }

    /// Whether a victim is kept rather than another (util.MoreImportantPod).
    func isMoreImportant(than other: Victim) -> Bool {
      (other.priority, start) < (priority, other.start)
    }
  }

  /// A node with those that would have to go from it.
  package struct Candidate: Sendable {
    /// Index of the node.
    package let node: Int
    let victims: [Victim]
    /// Victims whose budget allows no more disruption.
    let violations: Int

    /// Makes a candidate.
    package init(node: Int, victims: [Victim], violations: Int) {
      self.node = node
      self.victims = victims.sorted { $0.isMoreImportant(than: $1) }
      self.violations = violations
    }

    var greatestPriority: Int64 { Int64(victims.first?.priority ?? .min) }

    /// Sum of the priorities, each shifted above zero so that more victims weigh more.
    var prioritySum: Int64 { victims.reduce(0) { $0 + Int64($1.priority) + (1 << 31) } }

    /// The earliest start among the victims of the greatest priority.
    var firstStart: SimTime {
      victims.prefix { $0.priority == victims[0].priority }.map(\.start).min() ?? .infinity
    }
  }

  /// How many of the nodes where preemption might help are tried: a tenth, at least 100
  /// (minCandidateNodesPercentage, minCandidateNodesAbsolute).
  static func candidatesWanted(of nodes: Int) -> Int { min(nodes, max(100, nodes / 10)) }

  /// The node on which least is lost: fewest violated budgets, lowest greatest priority, lowest
  /// sum of priorities, fewest victims, latest start of the most important ones, first
  /// (pickOneNodeForPreemption).
  package static func pick(_ candidates: [Candidate]) -> Candidate? {
    candidates.indices.min { left, right in
      let (one, other) = (candidates[left], candidates[right])
      if one.violations != other.violations { return one.violations < other.violations }
      if one.greatestPriority != other.greatestPriority {
        return one.greatestPriority < other.greatestPriority
      }
      if one.prioritySum != other.prioritySum { return one.prioritySum < other.prioritySum }
      if one.victims.count != other.victims.count {
        return one.victims.count < other.victims.count
      }
      if one.firstStart != other.firstStart { return one.firstStart > other.firstStart }
      return left < right
    }.map { candidates[$0] }
  }
}
