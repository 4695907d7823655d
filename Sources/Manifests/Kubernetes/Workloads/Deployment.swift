/// Keeps a number of interchangeable pods and rolls out changes of their template.
///
/// Source: Kubernetes apps/v1 Deployment; defaults pkg/apis/apps/v1/defaults.go
/// SetDefaults_Deployment.
package struct Deployment: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// Wanted pods.
  package var replicas: Int = 1
  /// Pods that belong to it.
  package var selector: LabelSelector
  /// Pods it makes.
  package var template: PodTemplateSpec
  /// How a changed template is rolled out.
  package var strategy: DeploymentStrategy = DeploymentStrategy()
  /// Seconds that a pod must be ready to count as available.
  package var minReadySeconds: Int = 0
  /// Old ReplicaSets kept for rollback.
  package var revisionHistoryLimit: Int = 10
  /// Seconds without progress after which the rollout has failed.
  package var progressDeadlineSeconds: Int = 600
  /// Whether template changes are held back.
  package var paused: Bool = false
  /// Where `replicas` was written; the enclosing object's place where it is absent.
  package var replicasSpan: SourceSpan
  /// Where `selector` was written; the enclosing object's place where it is absent.
  package var selectorSpan: SourceSpan
  /// Where the whole object was written.
  package var span: SourceSpan
  /// Where each field was written.
  package var spans: FieldSpans = .unknown

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a Deployment") else { return nil }
    let metadata: ObjectMeta? = object.required("metadata")
    guard var spec = object.requiredSection("spec", diagnostics) else { return nil }
    spans = spec.spans
    spec.read("replicas", into: &replicas)
    let selector: LabelSelector? = spec.required("selector")
    let template: PodTemplateSpec? = spec.required("template")
    spec.read("strategy", into: &strategy)
    spec.readCount("minReadySeconds", into: &minReadySeconds, diagnostics)
    spec.readCount("revisionHistoryLimit", into: &revisionHistoryLimit, diagnostics)
    spec.read("progressDeadlineSeconds", into: &progressDeadlineSeconds)
    spec.read("paused", into: &paused)
    replicasSpan = spec.span(of: "replicas")
    selectorSpan = spec.span(of: "selector")
    guard let metadata, let selector, let template else { return nil }
    self.metadata = metadata
    self.selector = selector
    self.template = template
    span = object.span
  }
}
