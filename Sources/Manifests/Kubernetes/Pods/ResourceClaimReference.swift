/// A dynamic resource that a container uses.
///
/// Source: Kubernetes core/v1 ResourceClaim.
package struct ResourceClaimReference: ManifestDecodable, Sendable {
  /// Name of the pod's resource claim.
  package var name: String
  /// Request inside the claim.
  package var request: String?
  /// Where the whole was written.
  package var span: SourceSpan
  /// Where each field was written.
  package var spans: FieldSpans

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a resource claim") else { return nil }
    let name: String? = reader.required("name")
    reader.read("request", into: &request)
    span = reader.span
    spans = reader.spans
    guard let name else { return nil }
    self.name = name
  }
}
