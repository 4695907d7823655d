/// Pods of the canary, apart from its share of traffic.
///
/// Source: argoproj.io/v1alpha1 SetCanaryScale.
package struct SetCanaryScale: ManifestDecodable, Sendable {
  /// Percent of the wanted pods.
  package var weight: Int?
  /// Number.
  package var replicas: Int?
  /// Whether they follow the traffic.
  package var matchTrafficWeight: Bool = false

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a canary scale") else { return nil }
    reader.read("weight", into: &weight)
    reader.read("replicas", into: &replicas)
    reader.read("matchTrafficWeight", into: &matchTrafficWeight)
  }
}
