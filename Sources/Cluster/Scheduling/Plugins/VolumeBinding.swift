/// Keeps pods on nodes that their bound volumes can reach and where unbound claims find or get one
/// (framework/plugins/volumebinding).
///
/// Reserve and PreBind are `Cluster.reserveVolumes`.
enum VolumeBinding: FilterPlugin {
  static let name = "VolumeBinding"
  static let events: ClusterChange = [.nodeAdded, .nodeLabels, .volume]
  private static let unreachable: UInt64 = 1
  private static let unfound: UInt64 = 2

  static func applies(to pod: PodQuery, _ cache: SchedulerCache) -> Bool {
    guard let volumes = pod.volumes else { return false }
    return !volumes.boundTerms.isEmpty || !volumes.searches.isEmpty
  }

  static func filter(_ pod: PodQuery, on node: Int, _ cache: SchedulerCache) -> Rejection {
    guard let volumes = pod.volumes else { return .fits }
    let (name, labels) = (cache.names[node], cache.labels[node])
    var detail: UInt64 = 0
    let reaches = volumes.boundTerms.allSatisfy { terms in
      terms.contains { $0.matches(name: name, labels: labels) }
    }
    if !reaches { detail |= unreachable }
    if volumes.choice(name: name, labels: labels) == nil { detail |= unfound }
    return detail == 0 ? .fits : .unresolvable(detail)
  }

  static func reasons(_ rejection: Rejection, _ cache: SchedulerCache) -> [String] {
    var reasons: [String] = []
    if rejection.detail & unreachable != 0 {
      reasons.append(cache.version.volumeConflictReason)
    }
    if rejection.detail & unfound != 0 {
      reasons.append("node(s) didn't find available persistent volumes to bind")
    }
    return reasons
  }
}
