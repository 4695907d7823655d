/// One or more containers that share a network address and live on one node.
///
/// Source: Kubernetes core/v1 Pod.
package struct Pod: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// What runs in the pod.
  package var spec: PodSpec
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a Pod") else { return nil }
    let metadata: ObjectMeta? = object.required("metadata")
    let spec: PodSpec? = object.required("spec")
    guard let metadata, let spec else { return nil }
    self.metadata = metadata
    self.spec = spec
    span = object.span
  }
}
