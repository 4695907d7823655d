/// Connections that may come in.
///
/// Source: Kubernetes networking/v1 NetworkPolicyIngressRule.
package struct NetworkPolicyIngressRule: ManifestDecodable, Sendable {
  /// Ports; all when empty.
  package var ports: [NetworkPolicyPort] = []
  /// Peers; everybody when empty.
  package var from: [NetworkPolicyPeer] = []
  /// Where the whole was written.
  package var span: SourceSpan = .unknown

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "an ingress rule") else { return nil }
    reader.read("ports", into: &ports)
    reader.read("from", into: &from)
    span = reader.span
  }
}
