/// A port of an Endpoints or EndpointSlice object.
///
/// Source: Kubernetes core/v1 EndpointPort and discovery/v1 EndpointPort.
package struct EndpointPort: ManifestDecodable, Sendable {
  /// Name, equal to the Service port's.
  package var name: String?
  /// Port number.
  package var port: Int?
  /// Transport protocol.
  package var `protocol`: TransportProtocol = .tcp
  /// Application protocol.
  package var appProtocol: String?
  /// Where the whole was written.
  package var span: SourceSpan = .unknown
  /// Where each field was written.
  package var spans: FieldSpans = .unknown

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "an endpoint port") else { return nil }
    span = reader.span
    spans = reader.spans
    reader.read("name", into: &name)
    reader.read("port", into: &port)
    reader.read("protocol", into: &`protocol`)
    reader.read("appProtocol", into: &appProtocol)
  }
}
