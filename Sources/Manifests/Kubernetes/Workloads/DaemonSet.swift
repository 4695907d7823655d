/// Keeps one pod on every node that fits.
///
/// Source: Kubernetes apps/v1 DaemonSet; defaults pkg/apis/apps/v1/defaults.go
/// SetDefaults_DaemonSet.
package struct DaemonSet: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// Pods that belong to it.
  package var selector: LabelSelector
  /// Pods it makes.
  package var template: PodTemplateSpec
  /// How a changed template is rolled out.
  package var updateStrategy: DaemonSetUpdateStrategy = DaemonSetUpdateStrategy()
  /// Seconds that a pod must be ready to count as available.
  package var minReadySeconds: Int = 0
  /// Old revisions kept.
  package var revisionHistoryLimit: Int = 10
  /// Where `selector` was written; the enclosing object's place where it is absent.
  package var selectorSpan: SourceSpan
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a DaemonSet") else { return nil }
    let metadata: ObjectMeta? = object.required("metadata")
    guard var spec = object.requiredSection("spec", diagnostics) else { return nil }
    let selector: LabelSelector? = spec.required("selector")
    let template: PodTemplateSpec? = spec.required("template")
    spec.read("updateStrategy", into: &updateStrategy)
    spec.readCount("minReadySeconds", into: &minReadySeconds, diagnostics)
    spec.readCount("revisionHistoryLimit", into: &revisionHistoryLimit, diagnostics)
    selectorSpan = spec.span(of: "selector")
    guard let metadata, let selector, let template else { return nil }
    self.metadata = metadata
    self.selector = selector
    self.template = template
    span = object.span
  }
}
