/// Isolates pods and lists the connections that stay allowed.
///
/// Source: Kubernetes networking/v1 NetworkPolicy; defaults pkg/apis/networking/v1/defaults.go.
package struct NetworkPolicy: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// Pods isolated; all of the namespace when empty.
  package var podSelector: LabelSelector = LabelSelector()
  /// Directions isolated.
  package var policyTypes: [PolicyType] = []
  /// Connections that may come in.
  package var ingress: [NetworkPolicyIngressRule] = []
  /// Connections that may go out.
  package var egress: [NetworkPolicyEgressRule] = []
  /// Where `podSelector` was written; the enclosing object's place where it is absent.
  package var podSelectorSpan: SourceSpan
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a NetworkPolicy") else { return nil }
    let metadata: ObjectMeta? = object.required("metadata")
    guard var spec = object.requiredSection("spec", diagnostics) else { return nil }
    spec.read("podSelector", into: &podSelector)
    spec.read("policyTypes", into: &policyTypes)
    spec.read("ingress", into: &ingress)
    spec.read("egress", into: &egress)
    podSelectorSpan = spec.span(of: "podSelector")
    guard let metadata else { return nil }
    self.metadata = metadata
    span = object.span
    if policyTypes.isEmpty {
      policyTypes = egress.isEmpty ? [.ingress] : [.ingress, .egress]
    }
  }
}
