/// The catalog of filter plugins, in the order of the default profile
/// (pkg/scheduler/apis/config/v1/default_plugins.go); the first that rejects gives the reason.
enum FilterPlugin: UInt8, CaseIterable, Sendable {
  case nodeUnschedulable
  case nodeName
  case taintToleration
  case nodeAffinity
  case nodePorts
  case nodeResourcesFit
  case volumeBinding
  case podTopologySpread
  case interPodAffinity

  /// A set of plugins.
  struct Mask: OptionSet, Sendable {
    static let volumes = Mask(rawValue: 1 << UInt16(FilterPlugin.volumeBinding.rawValue))
    let rawValue: UInt16
    mutating func insert(_ plugin: FilterPlugin) {
      self = Mask(rawValue: rawValue | 1 << UInt16(plugin.rawValue))
    }
    func contains(_ plugin: FilterPlugin) -> Bool {
      rawValue & 1 << UInt16(plugin.rawValue) != 0
    }
  }

  /// Asks the plugin about one node.
  func filter(_ pod: PodQuery, on node: Int, _ cache: SchedulerCache) -> Rejection {
    switch self {
    case .nodeUnschedulable: NodeUnschedulable.filter(pod, on: node, cache)
    case .nodeName: NodeName.filter(pod, on: node, cache)
    case .taintToleration: TaintToleration.filter(pod, on: node, cache)
    case .nodeAffinity: NodeAffinityPlugin.filter(pod, on: node, cache)
    case .nodePorts: NodePorts.filter(pod, on: node, cache)
    case .nodeResourcesFit: NodeResourcesFit.filter(pod, on: node, cache)
    case .volumeBinding: VolumeBinding.filter(pod, on: node, cache)
    case .podTopologySpread: PodTopologySpread.filter(pod, on: node, cache)
    case .interPodAffinity: InterPodAffinity.filter(pod, on: node, cache)
    }
  }

  /// The changes of the cluster that can make a pod fit that the plugin rejected
  /// (each plugin's EventsToRegister).
  var wokenBy: ClusterChange {
    switch self {
    case .nodeUnschedulable, .nodeName, .taintToleration, .nodeAffinity: .node
    case .nodePorts, .nodeResourcesFit: [.node, .podGone]
    case .volumeBinding: [.node, .volume]
    case .podTopologySpread, .interPodAffinity: [.node, .podGone, .podAssigned]
    }
  }
}

/// What changed in the cluster, for pods that wait in the unschedulable set.
struct ClusterChange: OptionSet, Sendable {
  let rawValue: UInt8
  static let node = ClusterChange(rawValue: 1)
  static let podGone = ClusterChange(rawValue: 2)
  static let podAssigned = ClusterChange(rawValue: 4)
  static let volume = ClusterChange(rawValue: 8)
}
