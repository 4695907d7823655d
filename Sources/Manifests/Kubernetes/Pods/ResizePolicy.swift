/// Whether a container starts anew when the kubelet changes one of its resources in place.
///
/// Source: Kubernetes core/v1 ContainerResizePolicy.
package struct ResizePolicy: ManifestDecodable, Sendable {
  /// `cpu` or `memory`.
  package var resourceName = ""
  /// `NotRequired` or `RestartContainer`.
  package var restartPolicy = ""
  /// Where the whole was written.
  package var span: SourceSpan = .unknown
  /// Where each field was written.
  package var spans: FieldSpans = .unknown

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a resize policy") else { return nil }
    span = reader.span
    spans = reader.spans
    reader.read("resourceName", into: &resourceName)
    reader.read("restartPolicy", into: &restartPolicy)
  }
}
