/// A TCP connection attempt; passes when it opens.
///
/// Source: Kubernetes core/v1 TCPSocketAction.
package struct TCPSocketAction: ManifestDecodable, Sendable {
  /// Port by number or container port name.
  package var port: PortReference
  /// Host; the pod's address when nil.
  package var host: String?
  /// Where `port` was written; the enclosing object's place where it is absent.
  package var portSpan: SourceSpan = .unknown

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "tcpSocket") else { return nil }
    let port: PortReference? = reader.required("port")
    portSpan = reader.span(of: "port")
    reader.read("host", into: &host)
    guard let port else { return nil }
    self.port = port
  }
}
