/// Keeps pods from cordoned nodes (framework/plugins/nodeunschedulable).
enum NodeUnschedulable: FilterPlugin {
  static let name = "NodeUnschedulable"
  static let events: ClusterChange = [.nodeAdded, .nodeTaints]
  private static let taint = NodeTaint(
    key: "node.kubernetes.io/unschedulable", effect: .noSchedule)

  static func filter(_ pod: PodQuery, on node: Int, _ cache: SchedulerCache) -> Rejection {
    guard cache.isCordoned[node], !pod.demand.tolerates(taint) else { return .fits }
    return .unresolvable()
  }

  static func reasons(_ rejection: Rejection, _ cache: SchedulerCache) -> [String] {
    ["node(s) were unschedulable"]
  }

  static func helps(
    _ subject: ChangeSubject, _ pod: WaitingDemand, _ cache: SchedulerCache
  ) -> Bool {
    subject.node < 0 || !cache.isCordoned[subject.node] || pod.demand.tolerates(taint)
  }
}
