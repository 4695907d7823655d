package import Manifests

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
