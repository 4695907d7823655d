/// One pod in one scheduling cycle: its demand and what the plugins computed before filtering.
package struct PodQuery {
  /// A resource with its weight in a score.
  package struct ScoredResource {
    /// Which resource.
    package enum Resource { case cpu, memory, extended(Int32) }
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
  /// Resources of the allocation scores; cpu and memory alike by default
  /// (apis/config/v1/defaults.go).
  package var scored = [ScoredResource(.cpu, weight: 1), ScoredResource(.memory, weight: 1)]
  /// Whether BalancedAllocation is skipped for pods that request none of its resources.
  package var balancedSkipsBestEffort = false
  /// Weight that existing pods' required affinity has for the incoming pod.
  package var hardPodAffinityWeight: Int64 = 1
  /// Whether existing pods' preferred terms are left out.
  package var ignoresPreferredTermsOfExistingPods = false
  /// Terms of node affinity that the scheduler's own configuration adds.
  package var addedPreferredTerms: [WeightedNodeTerm] = []
  /// Nodes that the pod's volumes allow, and which are merely lacking a volume; nil without claims.
  var volumes: VolumeBinding.Prepared?
  var nodeAffinity = NodeAffinityPlugin.Prepared()
  var spread = PodTopologySpread.Prepared()
  var interPod = InterPodAffinity.Prepared()

  /// Makes the query of a pod with a demand and the selectors that match it.
  package init(_ demand: PlacementDemand, matches: [Int32]) {
    self.demand = demand
    self.matches = matches
  }

  /// Runs the plugins' PreFilter steps.
  package mutating func prepare(_ cache: SchedulerCache) {
    nodeAffinity = NodeAffinityPlugin.prepare(self, cache)
    spread = PodTopologySpread.prepare(self, cache)
    interPod = InterPodAffinity.prepare(self, cache)
  }
}
