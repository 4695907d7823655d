/// The operating system that a pod's containers are for.
///
/// Source: Kubernetes core/v1 PodOS.
package struct PodOS: ManifestDecodable, Sendable {
  /// `linux` or `windows`.
  package var name: String = ""
  /// Where each field was written.
  package var spans: FieldSpans = .unknown

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "os") else { return nil }
    spans = reader.spans
    reader.read("name", into: &name)
  }
}
