/// A port of a Service and the pod port behind it.
///
/// Source: Kubernetes core/v1 ServicePort; default of targetPort pkg/apis/core/v1/defaults.go.
package struct ServicePort: ManifestDecodable, Sendable {
  /// Name; Istio reads the protocol from its prefix.
  package var name: String?
  /// Transport protocol.
  package var `protocol`: TransportProtocol = .tcp
  /// Application protocol, as `http` or `kubernetes.io/h2c`.
  package var appProtocol: String?
  /// Port of the Service.
  package var port: Int
  /// Pod port as written; the Service's own port when nil.
  package var targetPort: PortReference?
  /// Port of the nodes.
  package var nodePort: Int?
  /// Where `targetPort` was written; the enclosing object's place where it is absent.
  package var targetPortSpan: SourceSpan = .unknown
  /// Where `nodePort` was written; the enclosing object's place where it is absent.
  package var nodePortSpan: SourceSpan = .unknown
  /// Where the whole was written.
  package var span: SourceSpan
  /// Where each field was written.
  package var spans: FieldSpans

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a service port") else { return nil }
    spans = reader.spans
    reader.read("name", into: &name)
    if name?.isEmpty ?? false { name = nil }
    reader.read("protocol", into: &`protocol`)
    reader.read("appProtocol", into: &appProtocol)
    let port: Int? = reader.required("port")
    reader.read("targetPort", into: &targetPort)
    // Nothing stands for the Service's own port (SetDefaults_Service).
    if targetPort == .number(0) || targetPort == .name("") { targetPort = nil }
    targetPortSpan = reader.span(of: "targetPort")
    reader.read("nodePort", into: &nodePort)
    nodePortSpan = reader.span(of: "nodePort")
    span = reader.span
    guard let port else { return nil }
    self.port = port
  }
}
