/// Keeps a pod that names its node from all others (framework/plugins/nodename).
enum NodeName: FilterPlugin {
  static let name = "NodeName"
  static let events: ClusterChange = .nodeAdded

  static func applies(to pod: PodQuery, _ cache: SchedulerCache) -> Bool {
    pod.demand.nodeName != nil
  }

  static func filter(_ pod: PodQuery, on node: Int, _ cache: SchedulerCache) -> Rejection {
    guard let wanted = pod.demand.nodeName else { return .fits }
    return cache.names[node] == wanted ? .fits : .unresolvable()
  }

  static func reasons(_ rejection: Rejection, _ cache: SchedulerCache) -> [String] {
    ["node(s) didn't match the requested node name"]
  }
}
