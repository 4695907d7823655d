/// Changes of the pods.
///
/// Source: kafka.strimzi.io/v1beta2 PodTemplate.
package struct KafkaPodTemplate: ManifestDecodable, Sendable {
  /// Labels and annotations.
  package var metadata: ObjectMeta?
  /// Placement wishes.
  package var affinity: Affinity?
  /// Taints endured.
  package var tolerations: [Toleration] = []
  /// Spreading.
  package var topologySpreadConstraints: [TopologySpreadConstraint] = []
  /// Priority class.
  package var priorityClassName: String?
  /// Seconds from the deletion to SIGKILL.
  package var terminationGracePeriodSeconds: Int = 30

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a pod template") else { return nil }
    reader.read("metadata", into: &metadata)
    reader.read("affinity", into: &affinity)
    reader.read("tolerations", into: &tolerations)
    reader.read("topologySpreadConstraints", into: &topologySpreadConstraints)
    reader.read("priorityClassName", into: &priorityClassName)
    reader.read("terminationGracePeriodSeconds", into: &terminationGracePeriodSeconds)
  }
}
