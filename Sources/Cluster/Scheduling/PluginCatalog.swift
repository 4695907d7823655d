package import Manifests

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

  /// Names by which profiles call the plugins, each once.
  package static var names: [String] {
    let known = filters.map { $0.name } + [DefaultPreemption.name]
    return known + scores.map { $0.name }.filter { !known.contains($0) }
  }

  /// Reports the names in profiles that no plugin has.
  package static func checkNames(
    in profiles: [SchedulerProfile], _ diagnostics: DiagnosticCollector
  ) {
    let words = names + [SchedulerPlugins.Name.all]
    for name in profiles.flatMap(\.plugins.names) where !words.contains(name.text) {
      diagnostics.error(
        "\"\(name.text)\" is not one of \(words.joined(separator: ", "))", at: name.span,
        code: "invalid-value", help: nearest(name.text, in: words).map { "did you mean \"\($0)\"?" }
      )
    }
  }

  /// The place of a filter in the catalog.
  static func index(of plugin: any FilterPlugin.Type) -> Int {
    filters.firstIndex { $0 == plugin } ?? filters.count
  }
}
