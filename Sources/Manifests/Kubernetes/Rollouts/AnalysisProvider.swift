/// Where a metric comes from.
///
/// Source: argoproj.io/v1alpha1 MetricProvider.
package struct AnalysisProvider: ManifestDecodable, Sendable {
  /// Prometheus.
  package var prometheus: PrometheusQuery?

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a provider") else { return nil }
    reader.read("prometheus", into: &prometheus)
  }
}
