/// Paths of one host.
///
/// Source: Kubernetes networking/v1 IngressRule.
package struct IngressRule: ManifestDecodable, Sendable {
  /// Host; every host when nil.
  package var host: String?
  /// Paths.
  package var http: IngressPaths = IngressPaths()
  /// Where `host` was written; the enclosing object's place where it is absent.
  package var hostSpan: SourceSpan = .unknown

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a rule") else { return nil }
    reader.read("host", into: &host)
    hostSpan = reader.span(of: "host")
    reader.read("http", into: &http)
  }
}
