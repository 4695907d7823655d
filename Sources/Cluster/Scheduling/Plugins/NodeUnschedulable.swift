/// Keeps pods from cordoned nodes (framework/plugins/nodeunschedulable).
enum NodeUnschedulable {
  private static let taint = NodeTaint(
    key: "node.kubernetes.io/unschedulable", effect: .noSchedule)

  static func filter(_ pod: PodQuery, on node: Int, _ cache: SchedulerCache) -> Rejection {
    guard cache.isCordoned[node], !pod.demand.tolerates(taint) else { return .fits }
    return .unschedulableNode
  }
}
