/// Keeps pods apart that bind the same host port (framework/plugins/nodeports).
enum NodePorts {
  static func filter(_ pod: PodQuery, on node: Int, _ cache: SchedulerCache) -> Rejection {
    for port in pod.demand.ports
    where cache.ports[node].contains(where: { $0.conflicts(with: port) }) {
      return .ports
    }
    return .fits
  }
}
