/// A port that a rule allows.
///
/// Source: Kubernetes networking/v1 NetworkPolicyPort.
package struct NetworkPolicyPort: ManifestDecodable, Sendable {
  /// Transport protocol.
  package var `protocol`: TransportProtocol = .tcp
  /// Port by number or name; all when nil.
  package var port: PortReference?
  /// Last port of a range that starts at `port`.
  package var endPort: Int?
  /// Where `endPort` was written; the enclosing object's place where it is absent.
  package var endPortSpan: SourceSpan = .unknown
  /// Where each field was written.
  package var spans: FieldSpans = .unknown

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a policy port") else { return nil }
    spans = reader.spans
    reader.read("protocol", into: &`protocol`)
    reader.read("port", into: &port)
    reader.read("endPort", into: &endPort)
    endPortSpan = reader.span(of: "endPort")
  }
}
