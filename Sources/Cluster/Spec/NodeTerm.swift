package import Manifests

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
