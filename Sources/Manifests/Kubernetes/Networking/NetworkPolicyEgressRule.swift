/// Connections that may go out.
///
/// Source: Kubernetes networking/v1 NetworkPolicyEgressRule.
package struct NetworkPolicyEgressRule: ManifestDecodable, Sendable {
  /// Ports; all when empty.
  package var ports: [NetworkPolicyPort] = []
  /// Peers; everybody when empty.
  package var to: [NetworkPolicyPeer] = []
  /// Where the whole was written.
  package var span: SourceSpan = .unknown

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "an egress rule") else { return nil }
    reader.read("ports", into: &ports)
    reader.read("to", into: &to)
    span = reader.span
  }
}
