/// The catalog of score plugins with the weights of the default profile
/// (pkg/scheduler/apis/config/v1/default_plugins.go).
enum ScorePlugin: UInt8, CaseIterable, Sendable {
  case leastAllocated
  case balancedAllocation
  case taintToleration
  case nodeAffinity
  case podTopologySpread
  case interPodAffinity
  case imageLocality

  var weight: Int64 {
    switch self {
    case .leastAllocated, .balancedAllocation, .imageLocality: 1
    case .nodeAffinity, .podTopologySpread, .interPodAffinity: 2
    case .taintToleration: 3
    }
  }

  /// Scores of 0 to 100 for feasible nodes, or nil when the plugin has nothing to say (Skip).
  func scores(_ pod: PodQuery, on nodes: [Int32], _ cache: SchedulerCache) -> [Int64]? {
    switch self {
    case .leastAllocated: LeastAllocated.scores(pod, on: nodes, cache)
    case .balancedAllocation: BalancedAllocation.scores(pod, on: nodes, cache)
    case .taintToleration: TaintToleration.scores(pod, on: nodes, cache)
    case .nodeAffinity: NodeAffinityPlugin.scores(pod, on: nodes, cache)
    case .podTopologySpread: PodTopologySpread.scores(pod, on: nodes, cache)
    case .interPodAffinity: InterPodAffinity.scores(pod, on: nodes, cache)
    case .imageLocality: ImageLocality.scores(pod, on: nodes, cache)
    }
  }

  /// Scales raw scores to 0...100 by their maximum (framework/plugins/helper/normalize_score.go).
  static func normalize(_ scores: inout [Int64], reversed: Bool) {
    let greatest = scores.max() ?? 0
    for index in scores.indices {
      guard greatest != 0 else {
        scores[index] = reversed ? 100 : 0
        continue
      }
      let share = 100 * scores[index] / greatest
      scores[index] = reversed ? 100 - share : share
    }
  }
}
