/// A metric of one other object.
///
/// Source: Kubernetes autoscaling/v2 ObjectMetricSource.
package struct ObjectMetricSource: ManifestDecodable, Sendable {
  /// Object.
  package var describedObject: TargetReference
  /// Metric.
  package var metric: MetricIdentifier
  /// Value aimed at.
  package var target: MetricTarget

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "an object metric") else { return nil }
    let describedObject: TargetReference? = reader.required("describedObject")
    let metric: MetricIdentifier? = reader.required("metric")
    let target: MetricTarget? = reader.required("target")
    guard let describedObject, let metric, let target else { return nil }
    self.describedObject = describedObject
    self.metric = metric
    self.target = target
  }
}
