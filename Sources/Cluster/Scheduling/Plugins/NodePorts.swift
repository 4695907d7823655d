/// Keeps pods apart that bind the same host port (framework/plugins/nodeports).
enum NodePorts: FilterPlugin {
  static let name = "NodePorts"
  static let events: ClusterChange = [.nodeAdded, .podGone]

  static func applies(to pod: PodQuery, _ cache: SchedulerCache) -> Bool {
    !pod.demand.ports.isEmpty
  }

  static func filter(_ pod: PodQuery, on node: Int, _ cache: SchedulerCache) -> Rejection {
    for port in pod.demand.ports
    where cache.ports[node].contains(where: { $0.conflicts(with: port) }) {
      return .unschedulable()
    }
    return .fits
  }

  static func reasons(_ rejection: Rejection, _ cache: SchedulerCache) -> [String] {
    ["node(s) didn't have free ports for the requested pod ports"]
  }

  static func helps(
    _ subject: ChangeSubject, _ pod: WaitingDemand, _ cache: SchedulerCache
  ) -> Bool {
    guard let gone = subject.pod else { return true }
    return gone.demand.ports.contains { port in
      pod.demand.ports.contains { $0.conflicts(with: port) }
    }
  }
}
