package import SimulationKernel

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

/// A condition such as `p(95)<1200`.
package struct ThresholdAssertion: Sendable {
  /// The condition as it was written.
  package let text: String
  /// Where it was written.
  package let span: SourceSpan
  /// How samples become one number.
  package let aggregation: Aggregation
  /// How that number is compared with the limit.
  package let comparison: Comparison
  /// The limit in the metric's unit: milliseconds, a ratio, a count.
  package let limit: Double
  /// Length of the windows that are judged one by one; nil judges the whole run.
  package let window: SimDuration?
  /// The fault while which it is judged; nil judges the whole run.
  package let during: String?
  /// Where the fault was named; the assertion where it was not.
  package let duringSpan: SourceSpan
  /// Whether the run ends when it is broken.
  package let abortOnFail: Bool
  /// How long after the start it may first end the run.
  package let delayAbortEval: SimDuration
}

/// How a threshold's samples become one number.
package enum Aggregation: Hashable, Sendable {
  case average, minimum, maximum, median
  /// `p(95)`.
  case percentile(Double)
  /// Of a counter: per second; of a rate: the share of samples that are not zero.
  case rate
  case count, value
}

/// How a threshold's number is compared with its limit.
package enum Comparison: String, Sendable, CaseIterable {
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case equal = "=="
  case notEqual = "!="

  /// Whether a number stands in this relation to a limit.
  package func holds(_ value: Double, _ limit: Double) -> Bool {
    switch self {
    case .less: value < limit
    case .lessOrEqual: value <= limit
    case .greater: value > limit
    case .greaterOrEqual: value >= limit
    case .equal: value == limit
    case .notEqual: value != limit
    }
  }
}

/// A condition on one label, as Prometheus writes it.
package struct LabelMatcher: Hashable, Sendable {
  /// How the label's value is compared.
  package enum Operator: String, Sendable, CaseIterable {
    case equal = "="
    case notEqual = "!="
    case matches = "=~"
    case doesNotMatch = "!~"
  }

  /// The label.
  package let label: String
  /// How its value is compared.
  package let comparison: Operator
  /// What it is compared with; a regular expression for `=~` and `!~`, matched as a whole.
  package let value: String
}
