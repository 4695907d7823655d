/// Keeps a pod that names its node from all others (framework/plugins/nodename).
enum NodeName {
  static func filter(_ pod: PodQuery, on node: Int, _ cache: SchedulerCache) -> Rejection {
    guard let wanted = pod.demand.nodeName else { return .fits }
    return cache.names[node] == wanted ? .fits : .nodeName
  }
}
