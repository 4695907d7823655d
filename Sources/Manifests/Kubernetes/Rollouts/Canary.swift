/// A Deployment whose changes Flagger takes out by steps.
///
/// Source: flagger.app/v1beta1 Canary; defaults flagger docs, usage/how-it-works.
package struct Canary: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// Workload.
  package var targetRef: TargetReference
  /// Autoscaler of the workload.
  package var autoscalerRef: TargetReference?
  /// Service.
  package var service: FlaggerService
  /// Steps and metrics.
  package var analysis: FlaggerAnalysis = FlaggerAnalysis()
  /// Seconds for the canary to come up.
  package var progressDeadlineSeconds: Int = 600
  /// Whether changes are promoted without checks.
  package var skipAnalysis: Bool = false
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a Canary") else { return nil }
    let metadata: ObjectMeta? = object.required("metadata")
    guard var spec = object.requiredSection("spec", diagnostics) else { return nil }
    let targetRef: TargetReference? = spec.required("targetRef")
    spec.read("autoscalerRef", into: &autoscalerRef)
    let service: FlaggerService? = spec.required("service")
    spec.read("analysis", into: &analysis)
    spec.read("progressDeadlineSeconds", into: &progressDeadlineSeconds)
    spec.read("skipAnalysis", into: &skipAnalysis)
    guard let metadata, let targetRef, let service else { return nil }
    self.metadata = metadata
    self.targetRef = targetRef
    self.service = service
    span = object.span
  }
}
