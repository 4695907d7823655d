package import Manifests
package import SimulationKernel

/// A mark of a node that keeps pods away.
package struct NodeTaint: Hashable, Sendable {
  /// What it does to pods that don't tolerate it.
  package enum Effect: String, Hashable, Sendable, CaseIterable {
    /// New pods are not placed.
    case noSchedule = "NoSchedule"
    /// New pods are placed elsewhere if possible.
    case preferNoSchedule = "PreferNoSchedule"
    /// New pods are not placed and running ones are evicted.
    case noExecute = "NoExecute"
  }

  /// Key.
  package var key: String
  /// Value.
  package var value: String
  /// Effect.
  package var effect: Effect

  /// Makes a taint.
  package init(key: String, value: String = "", effect: Effect) {
    self.key = key
    self.value = value
    self.effect = effect
  }
}

/// Lets a pod stay on, or come to, nodes with a taint.
package struct PodToleration: Hashable, Sendable {
  /// How a toleration compares its value.
  package enum Comparison: String, Hashable, Sendable, CaseIterable {
    /// The taint has the key and value.
    case equal = "Equal"
    /// The taint has the key; without a key, every taint.
    case exists = "Exists"
    /// The taint's integer value is less (from 1.35, behind a gate).
    case less = "Lt"
    /// The taint's integer value is greater (from 1.35, behind a gate).
    case greater = "Gt"
  }

  /// Taint key; empty with `exists` for every taint.
  package var key: String
  /// Comparison.
  package var comparison: Comparison
  /// Value compared with.
  package var value: String
  /// Effect tolerated; nil for every effect.
  package var effect: NodeTaint.Effect?
  /// How long a NoExecute taint is endured; nil for ever.
  package var seconds: SimDuration?

  /// Makes a toleration.
  package init(
    key: String = "", comparison: Comparison = .equal, value: String = "",
    effect: NodeTaint.Effect? = nil, seconds: SimDuration? = nil
  ) {
    self.key = key
    self.comparison = comparison
    self.value = value
    self.effect = effect
    self.seconds = seconds
  }

  /// Whether the toleration tolerates a taint (core/v1 Toleration.ToleratesTaint).
  package func tolerates(_ taint: NodeTaint, comparesNumbers: Bool) -> Bool {
    if let effect, effect != taint.effect { return false }
    if !key.isEmpty, key != taint.key { return false }
    switch comparison {
    case .exists: return true
    case .equal: return !key.isEmpty && value == taint.value
    case .less, .greater:
      guard comparesNumbers, !key.isEmpty, let own = PodToleration.integer(value),
        let other = PodToleration.integer(taint.value)
      else { return false }
      return comparison == .less ? other < own : other > own
    }
  }

  /// A canonical decimal integer: no sign plus, no leading zeros.
  private static func integer(_ text: String) -> Int64? {
    guard let value = Int64(text), String(value) == text else { return nil }
    return value
  }
}

/// A condition on a node's label.
package struct NodeRequirement: Hashable, Sendable {
  /// How a label is compared.
  package enum Comparison: String, Hashable, Sendable, CaseIterable {
    case isIn = "In"
    case isNotIn = "NotIn"
    case exists = "Exists"
    case doesNotExist = "DoesNotExist"
    case greater = "Gt"
    case less = "Lt"
  }

  /// Label, or `metadata.name` in a field condition.
  package var key: String
  /// Comparison.
  package var comparison: Comparison
  /// Values compared with.
  package var values: [String]

  /// Makes a condition.
  package init(key: String, comparison: Comparison, values: [String] = []) {
    self.key = key
    self.comparison = comparison
    self.values = values
  }

  /// Whether a value (nil: absent) meets the condition.
  package func holds(for value: String?) -> Bool {
    switch comparison {
    case .isIn: return value.map(values.contains) ?? false
    case .isNotIn: return !(value.map(values.contains) ?? false)
    case .exists: return value != nil
    case .doesNotExist: return value == nil
    case .greater, .less:
      guard let number = value.flatMap({ Int64($0) }), values.count == 1,
        let limit = Int64(values[0])
      else { return false }
      return comparison == .greater ? number > limit : number < limit
    }
  }
}

/// Conditions on a node that must all hold; a term without any matches no node.
package struct NodeTerm: Hashable, Sendable {
  /// Conditions on labels.
  package var labels: [NodeRequirement]
  /// Conditions on `metadata.name`.
  package var fields: [NodeRequirement]

  /// Makes a term.
  package init(labels: [NodeRequirement], fields: [NodeRequirement] = []) {
    self.labels = labels
    self.fields = fields
  }

  /// Whether a node with a name and labels meets all conditions.
  package func matches(name: String, labels nodeLabels: StringMap) -> Bool {
    guard !labels.isEmpty || !fields.isEmpty else { return false }
    return labels.allSatisfy { $0.holds(for: nodeLabels[$0.key]) }
      && fields.allSatisfy { $0.key == "metadata.name" && $0.holds(for: name) }
  }
}

/// A node term with the score it earns.
package struct WeightedNodeTerm: Hashable, Sendable {
  /// Weight from 1 to 100.
  package var weight: Int64
  /// Conditions.
  package var term: NodeTerm

  /// Makes a weighted term.
  package init(weight: Int64, term: NodeTerm) {
    self.weight = weight
    self.term = term
  }
}

/// Pods that a pod wants near, or away, in a topology.
package struct AffinityTerm: Hashable, Sendable {
  /// Pods meant; nil matches none.
  package var selector: LabelSelector?
  /// Namespaces by name; with `namespaceSelector` nil and this empty, the pod's own.
  package var namespaces: [String]
  /// Namespaces by label; an empty selector means all.
  package var namespaceSelector: LabelSelector?
  /// Node label whose equal values are one place.
  package var topologyKey: String
  /// Labels whose values are the pod's own and must match.
  package var matchLabelKeys: [String] = []
  /// Labels whose values are the pod's own and must differ.
  package var mismatchLabelKeys: [String] = []

  /// Makes a term.
  package init(
    selector: LabelSelector?, namespaces: [String] = [], namespaceSelector: LabelSelector? = nil,
    topologyKey: String
  ) {
    self.selector = selector
    self.namespaces = namespaces
    self.namespaceSelector = namespaceSelector
    self.topologyKey = topologyKey
  }
}

/// An affinity term with the score it earns.
package struct WeightedAffinityTerm: Hashable, Sendable {
  /// Weight: positive near, negative away.
  package var weight: Int64
  /// Pods and topology.
  package var term: AffinityTerm

  /// Makes a weighted term.
  package init(weight: Int64, term: AffinityTerm) {
    self.weight = weight
    self.term = term
  }
}

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
