/// What must hold of one metric: an entry of a scenario's `thresholds` (k6's).
package struct ThresholdSpec: Sendable {
  /// The key as it was written: `http_req_duration{journey="chat"}`.
  package let key: String
  /// Where the key was written.
  package let span: SourceSpan
  /// What is judged.
  package let subject: ThresholdSubject
  /// What must hold of it, in the order written.
  package let assertions: [ThresholdAssertion]
}

/// What a threshold judges.
package enum ThresholdSubject: Sendable {
  /// A metric of the simulation, narrowed by its labels.
  case metric(ThresholdMetric, [LabelMatcher])
  /// A PromQL expression over the stored series; a gauge.
  case promql(String)

  /// Which aggregations fit.
  package var type: MetricType {
    switch self {
    case .metric(let metric, _): metric.type
    case .promql: .gauge
    }
  }
}
