package import Manifests

/// Keeps pods evenly spread over zones or nodes.
package struct SpreadConstraint: Hashable, Sendable {
  /// Greatest allowed difference of pod counts between domains.
  package var maxSkew: Int64
  /// Node label whose values are the domains.
  package var topologyKey: String
  /// Whether it is a filter (DoNotSchedule) rather than a score (ScheduleAnyway).
  package var isRequired: Bool
  /// Pods counted; nil counts none.
  package var selector: LabelSelector?
  /// Domains that must exist, else the least count is taken as zero.
  package var minDomains: Int64 = 1
  /// Whether only nodes that the pod's node affinity allows count.
  package var honorsNodeAffinity = true
  /// Whether only nodes whose taints the pod tolerates count.
  package var honorsTaints = false
  /// Labels whose values are the pod's own.
  package var matchLabelKeys: [String] = []

  /// Makes a constraint with upstream's default policies.
  package init(maxSkew: Int64, topologyKey: String, isRequired: Bool, selector: LabelSelector?) {
    self.maxSkew = maxSkew
    self.topologyKey = topologyKey
    self.isRequired = isRequired
    self.selector = selector
  }
}
