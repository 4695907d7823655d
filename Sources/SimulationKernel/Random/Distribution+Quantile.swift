import Glibc

extension Distribution {
  /// The value that a draw stays at or below with a probability.
  func quantile(_ probability: Double) -> Double {
    switch self {
    case .constant(let value): value
    case .exponential(let mean): -mean * log1p(-probability)
    case .uniform(let low, let high): low + (high - low) * probability
    case .normal(let mean, let deviation): max(0, mean + deviation * normalQuantile(probability))
    case .lognormal(let median, let sigma): median * exp(sigma * normalQuantile(probability))
    case .weibull(let shape, let scale): scale * pow(-log1p(-probability), 1 / shape)
    case .pareto(let minimum, let shape): minimum * pow(1 - probability, -1 / shape)
    case .empirical(let values): interpolated(values, probability)
    case .gamma, .mixture: invertedCumulative(probability)
    case .zipf, .discrete:
      preconditionFailure("a law on points is sampled by its points, not by its quantiles")
    }
  }

  /// The probability that a draw stays at or below a value.
  package func cumulative(_ value: Double) -> Double {
    switch self {
    case .constant(let constant): value >= constant ? 1 : 0
    case .exponential(let mean): value <= 0 ? 0 : -expm1(-value / mean)
    case .uniform(let low, let high): min(1, max(0, (value - low) / (high - low)))
    case .normal(let mean, let deviation):
      value < 0 ? 0 : normalCumulative((value - mean) / deviation)
    case .lognormal(let median, let sigma):
      value <= 0 ? 0 : normalCumulative(log(value / median) / sigma)
    case .gamma(let shape, let scale): value <= 0 ? 0 : lowerIncompleteGamma(shape, value / scale)
    case .weibull(let shape, let scale): value <= 0 ? 0 : -expm1(-pow(value / scale, shape))
    case .pareto(let minimum, let shape): value <= minimum ? 0 : 1 - pow(minimum / value, shape)
    case .empirical(let values): cumulativeOf(values, value)
    case .mixture(let parts):
      parts.reduce(0) { $0 + $1.weight * $1.law.cumulative(value) }
        / parts.reduce(0) { $0 + $1.weight }
    case .zipf, .discrete:
      pointCumulative(value)
    }
  }

  private func pointCumulative(_ value: Double) -> Double {
    let points = points ?? []
    let below = points.reduce(0) { $0 + ($1.value <= value ? $1.weight : 0) }
    return below / points.reduce(0) { $0 + $1.weight }
  }

  /// Bisection on the cumulative function, to the last bits of the value.
  private func invertedCumulative(_ probability: Double) -> Double {
    var high = max(mean, 1e-300)
    while cumulative(high) < probability, high < 1e300 { high *= 2 }
    var low = 0.0
    for _ in 0..<80 {
      let middle = (low + high) / 2
      if cumulative(middle) < probability { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}

private func interpolated(_ values: [Double], _ probability: Double) -> Double {
  guard values.count > 1 else { return values.first ?? 0 }
  let rank = probability * Double(values.count - 1)
  let index = min(Int(rank), values.count - 2)
  return values[index] + (values[index + 1] - values[index]) * (rank - Double(index))
}

private func cumulativeOf(_ values: [Double], _ value: Double) -> Double {
  guard let first = values.first, let last = values.last, value >= first else { return 0 }
  guard value < last else { return 1 }
  var low = 0
  var high = values.count - 1
  while high - low > 1 {
    let middle = (low + high) / 2
    if values[middle] <= value { low = middle } else { high = middle }
  }
  let width = values[high] - values[low]
  let within = width > 0 ? (value - values[low]) / width : 0
  return (Double(low) + within) / Double(values.count - 1)
}
