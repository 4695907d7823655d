/// The ranks of node groups for the priority expander, by patterns of their names.
///
/// Source: kubernetes/autoscaler cluster-autoscaler/expander/priority/readme.md: a ConfigMap whose
/// `priorities` map numbers to lists of regular expressions.
package struct PoolPriorities: Sendable {
  private let ranks: [(rank: Int, patterns: [String])]

  /// Reads the ConfigMap; nil where there is none, or it can not be read.
  package init?(_ manifests: ManifestSet) {
    let text = manifests.configMaps.first {
      $0.metadata.namespace == "kube-system"
        && $0.metadata.name == "cluster-autoscaler-priority-expander"
    }?.data["priorities"]
    guard let text,
      let node = try? YAMLComposer.compose(
        ArraySlice(text.utf8), file: 0, firstLine: 1, DiagnosticCollector()),
      let pairs = node.pairs
    else { return nil }
    ranks = pairs.compactMap { pair in
      guard let rank = pair.key.text.flatMap({ Int($0) }) else { return nil }
      return (rank, (pair.value.elements ?? []).compactMap(\.text))
    }
  }

  /// The greatest rank with a pattern that a name matches somewhere; nil where none does.
  package func rank(of name: String) -> Int? {
    ranks.filter { entry in
      entry.patterns.contains { pattern in
        (try? Regex(pattern)).map { name.firstMatch(of: $0) != nil } ?? false
      }
    }.map(\.rank).max()
  }
}
