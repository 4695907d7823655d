package import SimulationKernel

/// A metric that a Flagger canary is judged by.
///
/// Source: flagger.app/v1beta1 CanaryMetric.
package struct FlaggerMetric: ManifestDecodable, Sendable {
  /// Name; `request-success-rate` and `request-duration` are built in.
  package var name: String
  /// Time looked back.
  package var interval: SimDuration = .seconds(60)
  /// Values that pass.
  package var thresholdRange: CanaryMetricRange?
  /// The same in the old form.
  package var threshold: Double?
  /// PromQL query.
  package var query: String?
  /// MetricTemplate.
  package var templateRef: TargetReference?

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a metric") else { return nil }
    let name: String? = reader.required("name")
    reader.read("interval", into: &interval)
    reader.read("thresholdRange", into: &thresholdRange)
    reader.read("threshold", into: &threshold)
    reader.read("query", into: &query)
    reader.read("templateRef", into: &templateRef)
    guard let name else { return nil }
    self.name = name
  }
}
