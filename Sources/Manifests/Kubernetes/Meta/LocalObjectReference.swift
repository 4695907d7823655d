/// A reference to an object of the same namespace.
///
/// Source: Kubernetes core/v1 LocalObjectReference.
package struct LocalObjectReference: ManifestDecodable, Sendable {
  /// Name of the target.
  package var name: String = ""
  /// Where `name` was written.
  package var nameSpan: SourceSpan = .unknown

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a reference") else { return nil }
    reader.read("name", into: &name)
    nameSpan = reader.span(of: "name")
  }
}
