/// Who may talk; an address range, or pods by their and their namespace's labels.
///
/// Source: Kubernetes networking/v1 NetworkPolicyPeer.
package struct NetworkPolicyPeer: ManifestDecodable, Sendable {
  /// Pods.
  package var podSelector: LabelSelector?
  /// Namespaces; the policy's own when nil.
  package var namespaceSelector: LabelSelector?
  /// Addresses outside.
  package var ipBlock: IPBlock?

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a policy peer") else { return nil }
    reader.read("podSelector", into: &podSelector)
    reader.read("namespaceSelector", into: &namespaceSelector)
    reader.read("ipBlock", into: &ipBlock)
  }
}
