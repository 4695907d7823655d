import SimulationKernel

/// One pod in one scheduling cycle: its demand and what the plugins computed before filtering.
package struct PodQuery {
  /// A resource with its weight in a score.
  package struct ScoredResource {
    /// Which resource.
    package enum Resource { case cpu, memory, ephemeral, extended(Int32) }
    let resource: Resource
    let weight: Int64

    /// Makes a weighted resource.
    package init(_ resource: Resource, weight: Int64) {
      self.resource = resource
      self.weight = weight
    }
  }

  let demand: PlacementDemand
  /// Numbers of the selectors that match the pod.
  let matches: [Int32]
  /// Which pod it is.
  var handle = PodHandle.none
  /// Priority; nominated pods of at least this priority count on their nodes.
  var priority: Int32 = 0
  /// Resources of the allocation scores; cpu and memory alike by default
  /// (apis/config/v1/defaults.go).
  package var scored = [ScoredResource(.cpu, weight: 1), ScoredResource(.memory, weight: 1)]
  /// How their use ranks nodes.
  package var strategy = FitStrategy.leastAllocated
  /// Resources whose shares should be alike; those that are scored by default.
  package var balanced: [ScoredResource]?
  /// Weights of the scores in the catalog's order; nil for the default ones.
  package var weights: [Int64]?
  /// Filters that the pod's profile leaves out.
  var omittedFilters = PluginMask()
  /// Whether BalancedAllocation is skipped for pods that request none of its resources.
  package var balancedSkipsBestEffort = false
  /// Whether a request above a node's whole allocatable is unresolvable.
  var fitKnowsHopelessNodes = false
  /// Weight that existing pods' required affinity has for the incoming pod.
  package var hardPodAffinityWeight: Int64 = 1
  /// Whether existing pods' terms are left out where the pod prefers none itself.
  package var ignoresPreferredTermsOfExistingPods = false
  /// Terms of node affinity that the scheduler's own configuration adds.
  package var addedPreferredTerms: [WeightedNodeTerm] = []
  /// What the pod's claims ask of a node; nil without claims.
  var volumes: VolumeDemand?
  var nodeAffinity = NodeAffinityPlugin.Prepared()
  var spread = PodTopologySpread.Prepared()
  var interPod = InterPodAffinity.Prepared()
  /// Places in the catalog of the filters that have something to say.
  private(set) var filters: [Int] = []

  /// Makes the query of a pod with a demand and the selectors that match it.
  package init(_ demand: PlacementDemand, matches: [Int32]) {
    self.demand = demand
    self.matches = matches
  }

  /// Runs the plugins' PreFilter steps.
  package mutating func prepare(_ cache: SchedulerCache) {
    nodeAffinity = NodeAffinityPlugin.prepare(self, cache)
    interPod = InterPodAffinity.prepare(self, cache)
    refresh(cache)
    for index in PluginCatalog.filters.indices
    where !omittedFilters.contains(index) && PluginCatalog.filters[index].applies(to: self, cache) {
      filters.append(index)
    }
  }

  /// Brings up to date what pods added to nodes or taken from them change (PreFilterExtensions).
  mutating func refresh(_ cache: SchedulerCache) {
    guard !demand.hardSpread.isEmpty else { return }
    spread = PodTopologySpread.prepare(self, cache)
  }
}
