/// A machine of the cluster.
///
/// Source: Kubernetes core/v1 Node.
package struct Node: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// Whether it is cordoned.
  package var unschedulable: Bool = false
  /// Taints.
  package var taints: [Taint] = []
  /// Identity at the cloud provider.
  package var providerID: String?
  /// Addresses of its pods.
  package var podCIDR: String?
  /// Capacity.
  package var status: NodeStatus = NodeStatus()
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a Node") else { return nil }
    let metadata: ObjectMeta? = object.required("metadata")
    guard var spec = object.section("spec", diagnostics) else { return nil }
    spec.read("unschedulable", into: &unschedulable)
    spec.read("taints", into: &taints)
    spec.read("providerID", into: &providerID)
    spec.read("podCIDR", into: &podCIDR)
    object.read("status", into: &status)
    guard let metadata else { return nil }
    self.metadata = metadata
    span = object.span
  }
}
