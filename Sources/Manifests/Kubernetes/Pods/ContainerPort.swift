/// A port that a container says it listens on.
///
/// Source: Kubernetes core/v1 ContainerPort.
package struct ContainerPort: ManifestDecodable, Sendable {
  /// Name that Services and probes may use in place of the number.
  package var name: String?
  /// Port number inside the pod.
  package var containerPort: Int
  /// Port taken on the node; two pods can not share it.
  package var hostPort: Int?
  /// Node address that the host port is bound to.
  package var hostIP: String?
  /// Transport protocol.
  package var `protocol`: TransportProtocol = .tcp
  /// Where `hostPort` was written; the enclosing object's place where it is absent.
  package var hostPortSpan: SourceSpan = .unknown
  /// Where `name` was written; the enclosing object's place where it is absent.
  package var nameSpan: SourceSpan = .unknown
  /// Where the whole was written.
  package var span: SourceSpan
  /// Where each field was written.
  package var spans: FieldSpans = .unknown

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a container port") else { return nil }
    spans = reader.spans
    reader.read("name", into: &name)
    if name?.isEmpty ?? false { name = nil }
    nameSpan = reader.span(of: "name")
    let containerPort: Int? = reader.required("containerPort")
    reader.read("hostPort", into: &hostPort)
    if hostPort == 0 { hostPort = nil }
    hostPortSpan = reader.span(of: "hostPort")
    reader.read("hostIP", into: &hostIP)
    reader.read("protocol", into: &`protocol`)
    span = reader.span
    guard let containerPort else { return nil }
    self.containerPort = containerPort
  }
}
