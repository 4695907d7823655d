/// One pod in one scheduling cycle: its demand and what the plugins computed before filtering.
struct PodQuery {
  /// A resource with its weight in a score.
  struct ScoredResource {
    enum Resource { case cpu, memory, extended(Int32) }
    let resource: Resource
    let weight: Int64
  }

  let demand: PlacementDemand
  /// Numbers of the selectors that match the pod.
  let matches: [Int32]
  /// Resources of the allocation scores; cpu and memory alike by default
  /// (apis/config/v1/defaults.go).
  var scored = [
    ScoredResource(resource: .cpu, weight: 1), ScoredResource(resource: .memory, weight: 1),
  ]
  /// Whether BalancedAllocation is skipped for pods that request none of its resources.
  var balancedSkipsBestEffort = false
  /// Weight that existing pods' required affinity has for the incoming pod.
  var hardPodAffinityWeight: Int64 = 1
  /// Whether existing pods' preferred terms are left out.
  var ignoresPreferredTermsOfExistingPods = false
  /// Terms of node affinity that the scheduler's own configuration adds.
  var addedPreferredTerms: [WeightedNodeTerm] = []
  /// Nodes that the pod's volumes allow, and which are merely lacking a volume; nil without claims.
  var volumes: VolumeBinding.Prepared?
  var nodeAffinity = NodeAffinityPlugin.Prepared()
  var spread = PodTopologySpread.Prepared()
  var interPod = InterPodAffinity.Prepared()

  init(_ demand: PlacementDemand, matches: [Int32]) {
    self.demand = demand
    self.matches = matches
  }

  /// Runs the plugins' PreFilter steps.
  mutating func prepare(_ cache: SchedulerCache) {
    nodeAffinity = NodeAffinityPlugin.prepare(self, cache)
    spread = PodTopologySpread.prepare(self, cache)
    interPod = InterPodAffinity.prepare(self, cache)
  }
}
