/// Paths of an Ingress rule.
///
/// Source: Kubernetes networking/v1 HTTPIngressRuleValue.
package struct IngressPaths: ManifestDecodable, Sendable {
  /// Paths.
  package var paths: [IngressPath] = []
  /// Where the whole was written; nil where nothing was.
  package var span: SourceSpan?

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "http") else { return nil }
    span = reader.span
    reader.read("paths", into: &paths)
  }
}
