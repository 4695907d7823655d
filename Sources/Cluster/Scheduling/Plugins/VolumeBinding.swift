/// Keeps pods on nodes that their bound volumes can reach and where unbound claims find or get one
/// (framework/plugins/volumebinding).
///
/// Reserve and PreBind are `Cluster.reserveVolumes`.
enum VolumeBinding: FilterPlugin {
  static let name = "VolumeBinding"
  static let events: ClusterChange = [.nodeAdded, .nodeLabels, .volume]
  private static let unreachable: UInt64 = 1
  private static let unfound: UInt64 = 2
  private static let crowded: UInt64 = 4

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
    do throws(VolumeDemand.Lack) {
      _ = try volumes.choice(name: name, labels: labels)
    } catch {
      detail |= error == .room ? crowded : unfound
    }
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
    if rejection.detail & crowded != 0 {
      reasons.append("node(s) did not have enough free storage")
    }
    return reasons
  }
}
