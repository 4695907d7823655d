/// A host of the mesh, its subset and port.
///
/// Source: istio.io networking/v1 Destination.
package struct Destination: ManifestDecodable, Sendable {
  /// Service name, short or whole.
  package var host: String
  /// Subset of a DestinationRule.
  package var subset: String?
  /// Port.
  package var port: PortSelector?
  /// Where `host` was written; the enclosing object's place where it is absent.
  package var hostSpan: SourceSpan = .unknown
  /// Where `port` was written; the enclosing object's place where it is absent.
  package var portSpan: SourceSpan = .unknown
  /// Where `subset` was written; the enclosing object's place where it is absent.
  package var subsetSpan: SourceSpan = .unknown
  /// Where the whole was written.
  package var span: SourceSpan

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a destination") else { return nil }
    let host: String? = reader.required("host")
    hostSpan = reader.span(of: "host")
    reader.read("subset", into: &subset)
    subsetSpan = reader.span(of: "subset")
    reader.read("port", into: &port)
    portSpan = reader.span(of: "port")
    span = reader.span
    guard let host else { return nil }
    self.host = host
  }
}
