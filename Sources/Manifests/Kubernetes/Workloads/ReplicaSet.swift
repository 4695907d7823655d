/// Keeps a number of identical pods.
///
/// A ReplicationController (v1) is the same with a plain mapping as its selector, which defaults to
/// the template's labels.
///
/// Source: Kubernetes apps/v1 ReplicaSet; defaults pkg/apis/apps/v1/defaults.go
/// SetDefaults_ReplicaSet.
package struct ReplicaSet: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// `ReplicaSet` or `ReplicationController`.
  package let kind: String
  /// Wanted pods.
  package var replicas: Int = 1
  /// Pods that belong to it.
  package var selector: LabelSelector
  /// Pods it makes.
  package var template: PodTemplateSpec
  /// Seconds that a pod must be ready to count as available.
  package var minReadySeconds: Int = 0
  /// Where `replicas` was written; the enclosing object's place where it is absent.
  package var replicasSpan: SourceSpan
  /// Where `selector` was written; the enclosing object's place where it is absent.
  package var selectorSpan: SourceSpan
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    kind = node["kind"]?.text == "ReplicationController" ? "ReplicationController" : "ReplicaSet"
    guard var object = ObjectReader(node, diagnostics, what: "a \(kind)") else { return nil }
    let metadata: ObjectMeta? = object.required("metadata")
    guard var spec = object.requiredSection("spec", diagnostics) else { return nil }
    spec.read("replicas", into: &replicas)
    let template: PodTemplateSpec? = spec.required("template")
    let selector: LabelSelector?
    if kind == "ReplicationController" {
      var labels = StringMap()
      spec.read("selector", into: &labels)
      selector = LabelSelector(
        matchLabels: labels.isEmpty ? template?.metadata.labels ?? labels : labels)
    } else {
      selector = spec.required("selector")
    }
    spec.readCount("minReadySeconds", into: &minReadySeconds, diagnostics)
    replicasSpan = spec.span(of: "replicas")
    selectorSpan = spec.span(of: "selector")
    guard let metadata, let selector, let template else { return nil }
    self.metadata = metadata
    self.selector = selector
    self.template = template
    span = object.span
  }
}
