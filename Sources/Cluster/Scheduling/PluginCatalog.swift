/// The plugins of the default profile in its order
/// (pkg/scheduler/apis/config/v1/default_plugins.go): one line each.
///
/// SchedulingGates (PreEnqueue), PrioritySort (QueueSort), DefaultPreemption (PostFilter) and the
/// binding are called where a pod enters the queue, is ordered in it, fails or is placed.
package enum PluginCatalog {
  /// Filters; the first that rejects a node gives the reason.
  package static let filters: [any FilterPlugin.Type] = [
    NodeUnschedulable.self,
    NodeName.self,
    TaintToleration.self,
    NodeAffinityPlugin.self,
    NodePorts.self,
    NodeResourcesFit.self,
    VolumeRestrictions.self,
    NodeVolumeLimits.self,
    VolumeBinding.self,
    VolumeZone.self,
    PodTopologySpread.self,
    InterPodAffinity.self,
  ]

  /// Scores.
  package static let scores: [any ScorePlugin.Type] = [
    TaintToleration.self,
    NodeAffinityPlugin.self,
    NodeResourcesFit.self,
    PodTopologySpread.self,
    InterPodAffinity.self,
    BalancedAllocation.self,
    ImageLocality.self,
  ]

  /// The place of a filter in the catalog.
  static func index(of plugin: any FilterPlugin.Type) -> Int {
    filters.firstIndex { $0 == plugin } ?? filters.count
  }
}
