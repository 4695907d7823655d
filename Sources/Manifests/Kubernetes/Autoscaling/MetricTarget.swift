/// The value that an autoscaler aims at.
///
/// Source: Kubernetes autoscaling/v2 MetricTarget.
package struct MetricTarget: ManifestDecodable, Sendable {
  /// How it is stated.
  package var type: MetricTargetType
  /// Percent of the requests, averaged over the pods.
  package var averageUtilization: Int?
  /// Value per pod.
  package var averageValue: Quantity?
  /// Value as it is.
  package var value: Quantity?
  /// Where `averageUtilization` was written; the enclosing object's place where it is absent.
  package var averageUtilizationSpan: SourceSpan = .unknown
  /// Where each field was written.
  package var spans: FieldSpans = .unknown

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a metric target") else { return nil }
    spans = reader.spans
    let type: MetricTargetType? = reader.required("type")
    reader.read("averageUtilization", into: &averageUtilization)
    averageUtilizationSpan = reader.span(of: "averageUtilization")
    reader.read("averageValue", into: &averageValue)
    reader.read("value", into: &value)
    guard let type else { return nil }
    self.type = type
  }
}

extension MetricTarget {
  /// Takes the type of the amount that is written.
  ///
  /// Neither the API server nor the controller looks at the type but for Object metrics: an average
  /// comes first, then what else the source has (pkg/controller/podautoscaler/horizontal.go
  /// computeStatusForResourceMetricGeneric, computeStatusForExternalMetric).
  mutating func followAmount(or whole: MetricTargetType?) {
    if averageValue != nil {
      type = .averageValue
    } else if let whole {
      if value != nil { type = whole }
    } else if averageUtilization != nil {
      type = .utilization
    }
  }
}
