/// The disruption budget that Strimzi makes.
///
/// Source: kafka.strimzi.io/v1beta2 PodDisruptionBudgetTemplate.
package struct KafkaBudgetTemplate: ManifestDecodable, Sendable {
  /// Pods that may be missing.
  package var maxUnavailable: Int = 1

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a pod disruption budget") else {
      return nil
    }
    reader.read("maxUnavailable", into: &maxUnavailable)
  }
}
