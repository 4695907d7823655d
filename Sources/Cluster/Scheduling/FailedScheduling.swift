/// The message of a FailedScheduling event (pkg/scheduler/framework/types.go FitError).
struct FailedScheduling {
  private var counts: [(reason: String, nodes: Int)] = []
  private var resolvable = 0
  private var unresolvable = 0
  private(set) var plugins = FilterPlugin.Mask()

  /// Counts one node's rejection.
  mutating func add(_ rejection: Rejection, nodes: Int, _ cache: SchedulerCache) {
    for reason in rejection.reasons(cache) {
      if let index = counts.firstIndex(where: { $0.reason == reason }) {
        counts[index].nodes += nodes
      } else {
        counts.append((reason, nodes))
      }
    }
    if rejection.isResolvable { resolvable += nodes } else { unresolvable += nodes }
    plugins.insert(rejection.plugin)
  }

  /// The whole message.
  func message(nodeCount: Int) -> String {
    let head = "0/\(nodeCount) nodes are available"
    guard !counts.isEmpty else { return "no nodes available to schedule pods" }
    let reasons = counts.map { "\($0.nodes) \($0.reason)" }.sorted().joined(separator: ", ")
    var outcome: [String] = []
    if resolvable > 0 {
      outcome.append("\(resolvable) No preemption victims found for incoming pod")
    }
    if unresolvable > 0 {
      outcome.append("\(unresolvable) Preemption is not helpful for scheduling")
    }
    return head + ": " + reasons + ". preemption: " + head + ": "
      + outcome.sorted().joined(separator: ", ") + "."
  }
}
