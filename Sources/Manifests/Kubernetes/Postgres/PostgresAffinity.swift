/// Placement of instances.
///
/// Source: postgresql.cnpg.io/v1 AffinityConfiguration.
package struct PostgresAffinity: ManifestDecodable, Sendable {
  /// Whether instances keep apart.
  package var enablePodAntiAffinity: Bool = true
  /// Label that they keep apart by.
  package var topologyKey: String = "kubernetes.io/hostname"
  /// `preferred` or `required`.
  package var podAntiAffinityType: String = "preferred"
  /// Labels that a node must have.
  package var nodeSelector: StringMap = StringMap()
  /// Taints endured.
  package var tolerations: [Toleration] = []
  /// Wishes about nodes.
  package var nodeAffinity: NodeAffinity?
  /// Further pods to be near.
  package var additionalPodAffinity: PodAffinity?
  /// Further pods to be away from.
  package var additionalPodAntiAffinity: PodAffinity?

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "an affinity") else { return nil }
    reader.read("enablePodAntiAffinity", into: &enablePodAntiAffinity)
    reader.read("topologyKey", into: &topologyKey)
    reader.read("podAntiAffinityType", into: &podAntiAffinityType)
    reader.read("nodeSelector", into: &nodeSelector)
    reader.read("tolerations", into: &tolerations)
    reader.read("nodeAffinity", into: &nodeAffinity)
    reader.read("additionalPodAffinity", into: &additionalPodAffinity)
    reader.read("additionalPodAntiAffinity", into: &additionalPodAntiAffinity)
  }
}
