/// On which nodes a pod must or would like to run.
///
/// Source: Kubernetes core/v1 NodeAffinity.
package struct NodeAffinity: ManifestDecodable, Sendable {
  /// What must hold when scheduling.
  package var requiredDuringSchedulingIgnoredDuringExecution: NodeSelector?
  /// What adds to a node's score.
  package var preferredDuringSchedulingIgnoredDuringExecution: [PreferredSchedulingTerm] = []

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a node affinity") else { return nil }
    reader.read(
      "requiredDuringSchedulingIgnoredDuringExecution",
      into: &requiredDuringSchedulingIgnoredDuringExecution)
    reader.read(
      "preferredDuringSchedulingIgnoredDuringExecution",
      into: &preferredDuringSchedulingIgnoredDuringExecution)
  }
}
