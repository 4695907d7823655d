/// Rules for failed pods; the first that matches decides.
///
/// Source: Kubernetes batch/v1 PodFailurePolicy.
package struct PodFailurePolicy: ManifestDecodable, Sendable {
  /// Rules in order.
  package var rules: [PodFailurePolicyRule] = []

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a pod failure policy") else {
      return nil
    }
    reader.read("rules", into: &rules)
  }
}
