/// A part of the endpoints of a Service.
///
/// Source: Kubernetes discovery/v1 EndpointSlice.
package struct EndpointSlice: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// `IPv4`, `IPv6` or `FQDN`; nil where none of them was written, which is reported.
  package var addressType: String?
  /// Endpoints.
  package var endpoints: [Endpoint] = []
  /// Ports.
  package var ports: [EndpointPort] = []
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "an EndpointSlice") else { return nil }
    let metadata: ObjectMeta? = object.required("metadata")
    addressType = object.requiredWord(
      "addressType", of: ["IPv4", "IPv6", "FQDN"], diagnostics)
    object.read("endpoints", into: &endpoints)
    object.read("ports", into: &ports)
    guard let metadata else { return nil }
    self.metadata = metadata
    span = object.span
  }
}
