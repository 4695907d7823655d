/// The pods that a controller makes.
///
/// Source: Kubernetes core/v1 PodTemplateSpec.
package struct PodTemplateSpec: ManifestDecodable, Sendable {
  /// Labels and annotations of the pods.
  package var metadata: ObjectMeta = ObjectMeta()
  /// What runs in the pods.
  package var spec: PodSpec
  /// The whole as the API server understands it: controllers roll out any difference but that of
  /// the label which tells a Deployment's ReplicaSets apart (deployment_util.go EqualIgnoreHash).
  package var canonical: CanonicalText
  /// Where the whole was written.
  package var span: SourceSpan

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a pod template") else { return nil }
    reader.read("metadata", into: &metadata)
    let spec: PodSpec? = reader.required("spec")
    span = reader.span
    let hash = "pod-template-hash"
    let isMarked = metadata.labels[hash] != nil
    let bare = isMarked ? node.patched(with: ["metadata": ["labels": [hash: .none]]]) : node
    canonical = CanonicalText(bare, key: "template", in: "spec")
    guard let spec else { return nil }
    self.spec = spec
    if !metadata.span.isKnown { metadata.labelsSpan = reader.span(of: "metadata") }
  }
}
