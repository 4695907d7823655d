/// Pods that an Istio resource holds for; all of the namespace when empty.
///
/// Source: istio.io type/v1beta1 WorkloadSelector and networking/v1 WorkloadSelector.
package struct WorkloadSelector: ManifestDecodable, Sendable {
  /// Labels in the security resources' form.
  package var matchLabels: StringMap = StringMap()
  /// Labels in the networking resources' form.
  package var labels: StringMap = StringMap()

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a workload selector") else {
      return nil
    }
    reader.read("matchLabels", into: &matchLabels)
    reader.read("labels", into: &labels)
  }
}
