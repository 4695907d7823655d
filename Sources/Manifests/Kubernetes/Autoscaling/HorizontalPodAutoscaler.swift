/// Changes the replicas of a workload so that its metrics meet their targets.
///
/// Source: Kubernetes autoscaling/v2 HorizontalPodAutoscaler; autoscaling/v1 is converted as
/// pkg/apis/autoscaling/v1/conversion.go does; defaults pkg/apis/autoscaling/v2/defaults.go.
package struct HorizontalPodAutoscaler: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// Workload whose replicas are changed.
  package var scaleTargetRef: TargetReference
  /// Least replicas.
  package var minReplicas: Int = 1
  /// Greatest replicas.
  package var maxReplicas: Int
  /// Metrics; the greatest proposal wins.
  package var metrics: [MetricSpec] = []
  /// Speed of scaling up and down; nil where it is not given, for which the controller has other
  /// rules than the fields' defaults.
  package var behavior: ScalingBehavior?
  /// Where `scaleTargetRef` was written; the enclosing object's place where it is absent.
  package var scaleTargetRefSpan: SourceSpan
  /// Where `minReplicas` was written; the enclosing object's place where it is absent.
  package var minReplicasSpan: SourceSpan
  /// Where `maxReplicas` was written; the enclosing object's place where it is absent.
  package var maxReplicasSpan: SourceSpan
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object in either version, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a HorizontalPodAutoscaler") else {
      return nil
    }
    let metadata: ObjectMeta? = object.required("metadata")
    guard var spec = object.requiredSection("spec", diagnostics) else { return nil }
    let scaleTargetRef: TargetReference? = spec.required("scaleTargetRef")
    let maxReplicas: Int? = spec.required("maxReplicas")
    spec.read("minReplicas", into: &minReplicas)
    scaleTargetRefSpan = spec.span(of: "scaleTargetRef")
    minReplicasSpan = spec.span(of: "minReplicas")
    maxReplicasSpan = spec.span(of: "maxReplicas")
    if node["apiVersion"]?.text == "autoscaling/v1" {
      let percent: Int? = spec.optional("targetCPUUtilizationPercentage")
      let place = spec.span(of: "targetCPUUtilizationPercentage")
      metrics = percent.map { [MetricSpec(cpuUtilization: $0, span: place)] } ?? []
    } else {
      spec.read("metrics", into: &metrics)
      spec.read("behavior", into: &behavior)
    }
    if metrics.isEmpty { metrics = [MetricSpec(cpuUtilization: 80, span: spec.span)] }
    guard let metadata, let scaleTargetRef, let maxReplicas else { return nil }
    self.metadata = metadata
    self.scaleTargetRef = scaleTargetRef
    self.maxReplicas = maxReplicas
    span = object.span
  }
}
