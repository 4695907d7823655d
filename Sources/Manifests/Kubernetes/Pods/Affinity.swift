/// All placement wishes of a pod.
///
/// Source: Kubernetes core/v1 Affinity.
package struct Affinity: ManifestDecodable, Sendable {
  /// About nodes.
  package var nodeAffinity: NodeAffinity?
  /// Pods to be near.
  package var podAffinity: PodAffinity?
  /// Pods to be away from.
  package var podAntiAffinity: PodAffinity?

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "an affinity") else { return nil }
    reader.read("nodeAffinity", into: &nodeAffinity)
    reader.read("podAffinity", into: &podAffinity)
    reader.read("podAntiAffinity", into: &podAntiAffinity)
  }
}
