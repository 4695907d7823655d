/// Nearness to, or distance from, other pods; used for both affinity and anti-affinity.
///
/// Source: Kubernetes core/v1 PodAffinity and PodAntiAffinity.
package struct PodAffinity: ManifestDecodable, Sendable {
  /// What must hold when scheduling.
  package var requiredDuringSchedulingIgnoredDuringExecution: [PodAffinityTerm] = []
  /// What adds to, or takes from, a node's score.
  package var preferredDuringSchedulingIgnoredDuringExecution: [WeightedPodAffinityTerm] = []

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a pod affinity") else { return nil }
    reader.read(
      "requiredDuringSchedulingIgnoredDuringExecution",
      into: &requiredDuringSchedulingIgnoredDuringExecution)
    reader.read(
      "preferredDuringSchedulingIgnoredDuringExecution",
      into: &preferredDuringSchedulingIgnoredDuringExecution)
  }
}
