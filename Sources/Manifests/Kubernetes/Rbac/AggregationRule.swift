/// Cluster roles whose rules are added to this one.
///
/// Source: Kubernetes rbac/v1 AggregationRule.
package struct AggregationRule: ManifestDecodable, Sendable {
  /// Labels of those roles.
  package var clusterRoleSelectors: [LabelSelector] = []

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "an aggregation rule") else {
      return nil
    }
    reader.read("clusterRoleSelectors", into: &clusterRoleSelectors)
  }
}
