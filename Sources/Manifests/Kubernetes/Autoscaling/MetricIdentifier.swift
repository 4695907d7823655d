/// Names a custom or external metric.
///
/// Source: Kubernetes autoscaling/v2 MetricIdentifier.
package struct MetricIdentifier: ManifestDecodable, Sendable {
  /// Metric name.
  package var name: String
  /// Labels of the series meant.
  package var selector: LabelSelector?

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a metric") else { return nil }
    let name: String? = reader.required("name")
    reader.read("selector", into: &selector)
    guard let name else { return nil }
    self.name = name
  }
}
