import Manifests
import SimulationKernel

/// What was seen of a metric over some stretch of time in one run, or in several together.
enum Observation {
  /// Many values of a trend, in ns or millionths of the metric's unit.
  case distribution(Histogram)
  /// A few values of a trend, in the metric's unit.
  case values([Double])
  /// How many of a number of things were bad.
  case share(bad: Double, total: Double)
  /// How many things there were.
  case count(Double)
  /// A gauge's values over time and the last one of each series.
  case gauge(all: [Double], last: [Double])
  /// The response times from which an Apdex score follows.
  case apdex(Histogram)

  /// Adds what was seen over another stretch or in another run.
  mutating func merge(_ other: Observation) {
    switch (self, other) {
    case (.distribution(var mine), .distribution(let theirs)):
      mine.merge(theirs)
      self = .distribution(mine)
    case (.apdex(var mine), .apdex(let theirs)):
      mine.merge(theirs)
      self = .apdex(mine)
    case (.values(let mine), .values(let theirs)): self = .values(mine + theirs)
    case (.share(let bad, let total), .share(let moreBad, let more)):
      self = .share(bad: bad + moreBad, total: total + more)
    case (.count(let mine), .count(let theirs)): self = .count(mine + theirs)
    case (.gauge(let mine, _), .gauge(let theirs, let last)):
      self = .gauge(all: mine + theirs, last: last)
    default: preconditionFailure("one metric is always observed in the same way")
    }
  }

  /// The number to judge, in the metric's unit; nil without data.
  ///
  /// `seconds` is how long was looked; a gauge of several series gives the worst of them.
  func value(of aggregation: Aggregation, seconds: Double, for assertion: ThresholdAssertion)
    -> Double?
  {
    switch self {
    case .distribution(let histogram): histogram.trendValue(of: aggregation)
    case .values(let values): aggregation.value(of: values)
    case .share(let bad, let total): total > 0 ? bad / total : nil
    case .count(let count): aggregation == .rate ? count / seconds : count
    case .gauge(let all, let last):
      aggregation == .value ? assertion.worst(of: last) : aggregation.value(of: all)
    case .apdex(let histogram): Apdex.score(of: histogram)
    }
  }
}

extension ThresholdAssertion {
  /// The value that is farthest on the wrong side of the limit, or nearest to it.
  func worst(of values: [Double]) -> Double? {
    switch comparison {
    case .less, .lessOrEqual: values.max()
    case .greater, .greaterOrEqual: values.min()
    case .equal: values.max { abs($0 - limit) < abs($1 - limit) }
    case .notEqual: values.min { abs($0 - limit) < abs($1 - limit) }
    }
  }

  /// Whether a value holds.
  func holds(_ value: Double) -> Bool { comparison.holds(value, limit) }
}

extension Aggregation {
  /// The aggregate of a few values; nil without values.
  ///
  /// Percentiles interpolate linearly between neighbours, as k6 does.
  func value(of values: [Double]) -> Double? {
    guard let last = values.last else { return nil }
    let sorted = values.sorted()
    func percentile(_ share: Double) -> Double {
      let rank = share * Double(sorted.count - 1)
      let below = Int(rank)
      let above = min(below + 1, sorted.count - 1)
      guard above > below, sorted[below] != sorted[above] else { return sorted[below] }
      return sorted[below] + (sorted[above] - sorted[below]) * (rank - Double(below))
    }
    switch self {
    case .average: return values.reduce(0, +) / Double(values.count)
    case .minimum: return sorted[0]
    case .maximum: return sorted[sorted.count - 1]
    case .median: return percentile(0.5)
    case .percentile(let percent): return percentile(percent / 100)
    case .count: return Double(values.count)
    case .rate: return Double(values.count { $0 != 0 }) / Double(values.count)
    case .value: return last
    }
  }
}

extension Histogram {
  /// Recorded numbers in one unit of the metric: ns in a ms, or millionths in one.
  static let unitsPerMetric = 1e6

  /// The aggregate in the metric's unit; nil without values.
  func trendValue(of aggregation: Aggregation) -> Double? {
    guard count > 0 else { return nil }
    let value: Double
    switch aggregation {
    case .average, .value, .rate: value = mean
    case .minimum: value = Double(minimum)
    case .maximum: value = Double(maximum)
    case .median: value = quantile(0.5)
    case .percentile(let percent): value = quantile(percent / 100)
    case .count: return Double(count)
    }
    return value / Self.unitsPerMetric
  }

  /// The share of values up to a number, by bisection on the quantiles.
  func share(upTo value: Double) -> Double {
    if value >= Double(maximum) { return 1 }
    if value < Double(minimum) { return 0 }
    var low = 0.0
    var high = 1.0
    for _ in 0..<50 {
      let middle = (low + high) / 2
      if quantile(middle) <= value { low = middle } else { high = middle }
    }
    return low
  }
}
