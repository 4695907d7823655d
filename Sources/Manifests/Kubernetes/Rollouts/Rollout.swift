/// A Deployment whose changes go out by canary or blue-green.
///
/// Source: argoproj.io/v1alpha1 Rollout; defaults argo-rollouts docs, features/specification.
package struct Rollout: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// Wanted pods.
  package var replicas: Int = 1
  /// Pods that belong to it.
  package var selector: LabelSelector?
  /// Pods it makes.
  package var template: PodTemplateSpec?
  /// Deployment whose template is used.
  package var workloadRef: TargetReference?
  /// How changes go out.
  package var strategy: RolloutStrategy = RolloutStrategy()
  /// Seconds that a pod must be ready to count as available.
  package var minReadySeconds: Int = 0
  /// Old ReplicaSets kept.
  package var revisionHistoryLimit: Int = 10
  /// Seconds without progress after which it is degraded.
  package var progressDeadlineSeconds: Int = 600
  /// Whether it then aborts.
  package var progressDeadlineAbort: Bool = false
  /// Whether changes are held back.
  package var paused: Bool = false
  /// Where `replicas` was written; the enclosing object's place where it is absent.
  package var replicasSpan: SourceSpan
  /// Where `selector` was written; the enclosing object's place where it is absent.
  package var selectorSpan: SourceSpan
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a Rollout") else { return nil }
    let metadata: ObjectMeta? = object.required("metadata")
    guard var spec = object.requiredSection("spec", diagnostics) else { return nil }
    spec.read("replicas", into: &replicas)
    spec.read("selector", into: &selector)
    spec.read("template", into: &template)
    spec.read("workloadRef", into: &workloadRef)
    spec.read("strategy", into: &strategy)
    spec.read("minReadySeconds", into: &minReadySeconds)
    spec.read("revisionHistoryLimit", into: &revisionHistoryLimit)
    spec.read("progressDeadlineSeconds", into: &progressDeadlineSeconds)
    spec.read("progressDeadlineAbort", into: &progressDeadlineAbort)
    spec.read("paused", into: &paused)
    replicasSpan = spec.span(of: "replicas")
    selectorSpan = spec.span(of: "selector")
    guard let metadata else { return nil }
    self.metadata = metadata
    span = object.span
  }
}
