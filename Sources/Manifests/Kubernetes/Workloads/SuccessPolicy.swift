/// Rules under which a Job succeeds early.
///
/// Source: Kubernetes batch/v1 SuccessPolicy.
package struct SuccessPolicy: ManifestDecodable, Sendable {
  /// Rules of which one must hold.
  package var rules: [SuccessPolicyRule] = []

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a success policy") else { return nil }
    reader.read("rules", into: &rules)
  }
}
