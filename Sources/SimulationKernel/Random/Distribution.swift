import Glibc

/// The law of a non-negative random quantity, as users write it: a spec, not a sampler.
///
/// Values are seconds or plain numbers; the user of the law knows which.
public indirect enum Distribution: Hashable, Sendable {
  /// Always the same value.
  case constant(Double)
  /// Memoryless with a mean.
  case exponential(mean: Double)
  /// Equally likely between two values.
  case uniform(low: Double, high: Double)
  /// Gaussian; negative draws count as zero.
  case normal(mean: Double, deviation: Double)
  /// The exponential of a Gaussian, by its median and the Gaussian's deviation.
  case lognormal(median: Double, sigma: Double)
  /// The sum of `shape` exponentials of mean `scale`, for any positive shape.
  case gamma(shape: Double, scale: Double)
  /// Weibull: survival exp(-(x/scale)^shape).
  case weibull(shape: Double, scale: Double)
  /// Pareto: survival (minimum/x)^shape from the minimum on.
  case pareto(minimum: Double, shape: Double)
  /// Ranks 1...count with probability proportional to rank^-exponent.
  case zipf(count: Int, exponent: Double)
  /// The ascending values of a sample, joined linearly.
  case empirical([Double])
  /// One of several laws, by weight.
  case mixture([WeightedLaw])
  /// One of several values, by weight.
  case discrete([WeightedValue])

  /// A part of a mixture.
  public struct WeightedLaw: Hashable, Sendable {
    /// Relative weight.
    public let weight: Double
    /// The part's law.
    public let law: Distribution

    /// Makes a part.
    public init(weight: Double, law: Distribution) {
      self.weight = weight
      self.law = law
    }
  }

  /// One value of a discrete law.
  public struct WeightedValue: Hashable, Sendable {
    /// Relative weight.
    public let weight: Double
    /// The value.
    public let value: Double

    /// Makes a value with its weight.
    public init(weight: Double, value: Double) {
      self.weight = weight
      self.value = value
    }
  }

  /// The lognormal law with a given median and 99th percentile.
  public static func lognormal(p50: Double, p99: Double) -> Distribution {
    .lognormal(median: p50, sigma: log(p99 / p50) / normalQuantile(0.99))
  }

  /// The expected value, exact for the law as sampled (the normal law is censored at zero).
  public var mean: Double {
    switch self {
    case .constant(let value): value
    case .exponential(let mean): mean
    case .uniform(let low, let high): (low + high) / 2
    case .normal(let mean, let deviation): censoredNormalMean(mean, deviation)
    case .lognormal(let median, let sigma): median * exp(sigma * sigma / 2)
    case .gamma(let shape, let scale): shape * scale
    case .weibull(let shape, let scale): scale * tgamma(1 + 1 / shape)
    case .pareto(let minimum, let shape): shape > 1 ? minimum * shape / (shape - 1) : .infinity
    case .zipf(let count, let exponent): zipfMean(count, exponent)
    case .empirical(let values): empiricalMean(values)
    case .mixture(let parts):
      parts.reduce(0) { $0 + $1.weight * $1.law.mean } / parts.reduce(0) { $0 + $1.weight }
    case .discrete(let values):
      values.reduce(0) { $0 + $1.weight * $1.value } / values.reduce(0) { $0 + $1.weight }
    }
  }

  /// The values and weights of a law on single points, or nil for a continuous one.
  var points: [WeightedValue]? {
    switch self {
    case .discrete(let values): values
    case .zipf(let count, let exponent):
      (1...count).map {
        WeightedValue(weight: pow(Double($0), -exponent), value: Double($0))
      }
    default: nil
    }
  }
}

private func censoredNormalMean(_ mean: Double, _ deviation: Double) -> Double {
  guard deviation > 0 else { return max(0, mean) }
  let score = mean / deviation
  return mean * normalCumulative(score)
    + deviation * exp(-score * score / 2) / (2 * Double.pi).squareRoot()
}

private func zipfMean(_ count: Int, _ exponent: Double) -> Double {
  var weights = 0.0
  var sum = 0.0
  for rank in 1...count {
    let weight = pow(Double(rank), -exponent)
    weights += weight
    sum += weight * Double(rank)
  }
  return sum / weights
}

private func empiricalMean(_ values: [Double]) -> Double {
  guard values.count > 1 else { return values.first ?? 0 }
  let ends = (values[0] + values[values.count - 1]) / 2
  return (values.reduce(0, +) - ends) / Double(values.count - 1)
}
