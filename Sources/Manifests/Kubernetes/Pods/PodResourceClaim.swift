/// A claim of devices that a pod's containers refer to by its name.
///
/// Source: Kubernetes core/v1 PodResourceClaim.
package struct PodResourceClaim: ManifestDecodable, Sendable {
  /// Name within the pod.
  package var name: String = ""
  /// A ResourceClaim of the pod's namespace.
  package var resourceClaimName: String?
  /// A ResourceClaimTemplate of the pod's namespace, from which every pod gets a claim of its own.
  package var resourceClaimTemplateName: String?
  /// Where the whole was written.
  package var span: SourceSpan
  /// Where each field was written.
  package var spans: FieldSpans

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a resource claim") else { return nil }
    span = reader.span
    spans = reader.spans
    reader.read("name", into: &name)
    reader.read("resourceClaimName", into: &resourceClaimName)
    reader.read("resourceClaimTemplateName", into: &resourceClaimTemplateName)
  }
}
