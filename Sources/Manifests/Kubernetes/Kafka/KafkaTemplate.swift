/// Changes of what Strimzi makes.
///
/// Source: kafka.strimzi.io/v1beta2 KafkaClusterTemplate and KafkaNodePoolTemplate.
package struct KafkaTemplate: ManifestDecodable, Sendable {
  /// Changes of the pods.
  package var pod: KafkaPodTemplate?
  /// Disruption budget.
  package var podDisruptionBudget: KafkaBudgetTemplate = KafkaBudgetTemplate()

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a template") else { return nil }
    reader.read("pod", into: &pod)
    reader.read("podDisruptionBudget", into: &podDisruptionBudget)
  }
}
