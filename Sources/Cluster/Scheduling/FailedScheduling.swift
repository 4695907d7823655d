/// The message of a FailedScheduling event (pkg/scheduler/framework/types.go FitError).
struct FailedScheduling {
  private var counts: [(reason: String, nodes: Int)] = []

  /// Counts the nodes that a filter rejected alike.
  mutating func add(_ plugin: Int, _ rejection: Rejection, nodes: Int, _ cache: SchedulerCache) {
    for reason in PluginCatalog.filters[plugin].reasons(rejection, cache) {
      add(reason, nodes: nodes)
    }
  }

  /// Counts nodes with a reason.
  mutating func add(_ reason: String, nodes: Int) {
    if let index = counts.firstIndex(where: { $0.reason == reason }) {
      counts[index].nodes += nodes
    } else {
      counts.append((reason, nodes))
    }
  }

  /// The histogram of reasons, as "0/12 nodes are available: 3 Insufficient cpu, 9 Too many pods.".
  func text(nodeCount: Int) -> String {
    let reasons = counts.map { "\($0.nodes) \($0.reason)" }.sorted().joined(separator: ", ")
    let head = "0/\(nodeCount) nodes are available:"
    return reasons.isEmpty ? head : head + " " + reasons + "."
  }
}
