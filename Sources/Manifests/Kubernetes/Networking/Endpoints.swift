/// Addresses behind a Service without selector, written by hand.
///
/// Source: Kubernetes core/v1 Endpoints.
package struct Endpoints: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// Addresses and ports.
  package var subsets: [EndpointSubset] = []
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "an Endpoints") else { return nil }
    let metadata: ObjectMeta? = object.required("metadata")
    object.read("subsets", into: &subsets)
    guard let metadata else { return nil }
    self.metadata = metadata
    span = object.span
  }
}
