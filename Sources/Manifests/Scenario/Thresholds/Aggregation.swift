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

extension Aggregation {
  /// The aggregation of a word; nil where it is none.
  init?(word: String) {
    switch word {
    case "avg": self = .average
    case "min": self = .minimum
    case "max": self = .maximum
    case "med": self = .median
    case "rate": self = .rate
    case "count": self = .count
    case "value": self = .value
    default: return nil
    }
  }

  /// The words, for messages.
  static let words = ["avg", "min", "max", "med", "p(95)", "rate", "count", "value"]

  /// Whether it fits a type of metric, by k6's grammar (metrics/thresholds_parser.go).
  func fits(_ type: MetricType) -> Bool {
    switch (self, type) {
    case (.average, .trend), (.minimum, .trend), (.maximum, .trend), (.median, .trend),
      (.percentile, .trend), (.rate, .rate), (.rate, .counter), (.count, .counter),
      (.value, .gauge):
      true
    default: false
    }
  }
}

extension MetricType {
  /// The aggregations that fit, for messages.
  var aggregations: String {
    switch self {
    case .trend: "avg, min, max, med and p(N)"
    case .rate: "rate"
    case .counter: "count and rate"
    case .gauge: "value"
    }
  }
}
