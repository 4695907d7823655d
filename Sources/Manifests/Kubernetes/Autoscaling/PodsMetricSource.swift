/// A metric of each pod.
///
/// Source: Kubernetes autoscaling/v2 PodsMetricSource.
package struct PodsMetricSource: ManifestDecodable, Sendable {
  /// Metric.
  package var metric: MetricIdentifier
  /// Value aimed at.
  package var target: MetricTarget

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a pods metric") else { return nil }
    let metric: MetricIdentifier? = reader.required("metric")
    let target: MetricTarget? = reader.required("target")
    guard let metric, let target else { return nil }
    self.metric = metric
    self.target = target
  }
}
