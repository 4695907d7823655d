import Manifests

/// Keeps pods in the zone and region that their volumes' labels name
/// (framework/plugins/volumezone).
enum VolumeZone: FilterPlugin {
  static let name = "VolumeZone"
  static let events: ClusterChange = [.nodeAdded, .nodeLabels, .volume]
  /// The labels that count, each beside the one it replaced.
  static let keys = [
    ("topology.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/zone"),
    ("topology.kubernetes.io/region", "failure-domain.beta.kubernetes.io/region"),
  ]

  static func applies(to pod: PodQuery, _ cache: SchedulerCache) -> Bool {
    !(pod.volumes?.zones.isEmpty ?? true)
  }

  /// A node without any of the labels passes: a cluster of one zone need not have them.
  static func filter(_ pod: PodQuery, on node: Int, _ cache: SchedulerCache) -> Rejection {
    let labels = cache.labels[node]
    guard keys.contains(where: { labels[$0.0] != nil || labels[$0.1] != nil }) else {
      return .fits
    }
    let matches = (pod.volumes?.zones ?? []).allSatisfy { wanted in
      let pair = keys.first { $0.0 == wanted.key || $0.1 == wanted.key }
      let value = labels[wanted.key] ?? pair.flatMap { labels[$0.0] ?? labels[$0.1] }
      return wanted.holds(for: value)
    }
    return matches ? .fits : .unresolvable()
  }

  static func reasons(_ rejection: Rejection, _ cache: SchedulerCache) -> [String] {
    ["node(s) had no available volume zone"]
  }

  /// The conditions that a volume's labels make; several zones are written "a__b".
  static func requirements(of labels: StringMap) -> [NodeRequirement] {
    keys.flatMap { [$0.0, $0.1] }.compactMap { key in
      labels[key].map { value in
        NodeRequirement(
          key: key, comparison: .isIn,
          values: value.components(between: "__"))
      }
    }
  }
}

extension String {
  /// The parts between a separator.
  fileprivate func components(between separator: String) -> [String] {
    split(separator: separator, omittingEmptySubsequences: true).map(String.init)
  }
}
