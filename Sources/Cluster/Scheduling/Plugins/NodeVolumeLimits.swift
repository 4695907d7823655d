/// Keeps the attached volumes of a driver within what a node can attach
/// (framework/plugins/nodevolumelimits/csi.go; the limits are CSINode's).
enum NodeVolumeLimits: FilterPlugin {
  static let name = "NodeVolumeLimits"
  static let events: ClusterChange = [.nodeAdded, .podGone, .volume]

  static func applies(to pod: PodQuery, _ cache: SchedulerCache) -> Bool {
    pod.volumes?.uses.contains { $0.driver >= 0 } ?? false
  }

  static func filter(_ pod: PodQuery, on node: Int, _ cache: SchedulerCache) -> Rejection {
    let uses = pod.volumes?.uses ?? []
    for (index, use) in uses.enumerated() where use.driver >= 0 {
      let isFirst = !uses[..<index].contains { $0.driver == use.driver }
      guard isFirst, let limit = limit(of: use.driver, on: node, cache) else { continue }
      let attached = cache.claimUses[node].filter { $0.driver == use.driver }
      let new = uses.count { own in
        own.driver == use.driver && !attached.contains { $0.claim == own.claim }
      }
      if new > 0, attached.count + new > limit { return .unschedulable() }
    }
    return .fits
  }

  private static func limit(of driver: Int32, on node: Int, _ cache: SchedulerCache) -> Int? {
    let limits = cache.volumeLimits[node]
    return (limits.first { $0.driver == driver } ?? limits.first { $0.driver < 0 })?.count
  }

  static func reasons(_ rejection: Rejection, _ cache: SchedulerCache) -> [String] {
    ["node(s) exceed max volume count"]
  }
}
