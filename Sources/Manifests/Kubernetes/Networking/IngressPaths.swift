/// Paths of an Ingress rule.
///
/// Source: Kubernetes networking/v1 HTTPIngressRuleValue.
package struct IngressPaths: ManifestDecodable, Sendable {
  /// Paths.
  package var paths: [IngressPath] = []

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "http") else { return nil }
    reader.read("paths", into: &paths)
  }
}
