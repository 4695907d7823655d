import Manifests

/// A profile of kube-scheduler with its plugins and resources by number.
struct CompiledProfile: Sendable {
  let name: String
  /// Share of the nodes, in percent, among which a search may end; nil for the scheduler's own.
  let percentage: Int?
  /// Whether pods may preempt others at all.
  let preempts: Bool
  /// How pods without constraints spread; nil as the system's own do.
  let defaultSpread: [DefaultConstraint]?
  /// Whether it places pods without asking all filters, so that kubelets refuse some of them.
  var leavesFiltersOut: Bool { omittedFilters != PluginMask() }
  private let scored: [PodQuery.ScoredResource]
  private let balanced: [PodQuery.ScoredResource]
  private let strategy: FitStrategy
  private let weights: [Int64]
  private let omittedFilters: PluginMask
  private let hardPodAffinityWeight: Int64
  private let ignoresPreferredTerms: Bool

  /// Numbers the plugins and the resources of a profile.
  init(_ profile: SchedulerProfile, _ cache: inout SchedulerCache) {
    let plugins = profile.plugins
    name = profile.schedulerName
    percentage = profile.percentageOfNodesToScore
    preempts = !plugins.leavesOut(DefaultPreemption.name, of: plugins.postFilter)
    defaultSpread = profile.defaultConstraints
    scored = profile.fit.resources.compactMap {
      Self.resource($0.name, weight: $0.weight, &cache)
    }
    balanced = profile.balanced.compactMap { Self.resource($0, weight: 1, &cache) }
    strategy = FitStrategy(profile.fit)
    weights = PluginCatalog.scores.map { score in
      if plugins.leavesOut(score.name, of: plugins.score) { return 0 }
      return plugins.weight(of: score.name).map { Int64($0) } ?? score.weight
    }
    var omitted = PluginMask()
    for (index, filter) in PluginCatalog.filters.enumerated()
    where plugins.leavesOut(filter.name, of: plugins.filter) {
      omitted.insert(index)
    }
    omittedFilters = omitted
    hardPodAffinityWeight = Int64(profile.hardPodAffinityWeight)
    ignoresPreferredTerms = profile.ignoresPreferredTermsOfExistingPods
  }

  /// A resource by its name; nil for one that the reader refuses.
  private static func resource(
    _ name: String, weight: Int, _ cache: inout SchedulerCache
  ) -> PodQuery.ScoredResource? {
    switch name {
    case "cpu": .init(.cpu, weight: Int64(weight))
    case "memory": .init(.memory, weight: Int64(weight))
    case "ephemeral-storage": .init(.ephemeral, weight: Int64(weight))
    case let name where name.contains("/"):
      .init(.extended(cache.internExtended(name)), weight: Int64(weight))
    default: nil
    }
  }

  /// Lets a pod be placed by the profile.
  func configure(_ query: inout PodQuery) {
    query.scored = scored
    query.balanced = balanced
    query.strategy = strategy
    query.weights = weights
    query.omittedFilters = omittedFilters
    query.hardPodAffinityWeight = hardPodAffinityWeight
    query.ignoresPreferredTermsOfExistingPods = ignoresPreferredTerms
  }
}

extension FitStrategy {
  fileprivate init(_ strategy: ScoringStrategy) {
    switch strategy.kind {
    case .leastAllocated: self = .leastAllocated
    case .mostAllocated: self = .mostAllocated
    case .requestedToCapacityRatio:
      // Scores of the configuration go to 10 (MaxCustomPriorityScore).
      self = .requestedToCapacityRatio(
        strategy.shape.map { (Int64($0.utilization), Int64($0.score) * 10) })
    }
  }
}
