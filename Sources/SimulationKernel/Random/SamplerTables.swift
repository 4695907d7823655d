import Glibc

extension Distribution {
  /// The law divided by its mean, written so that laws of one shape are equal.
  var normalized: Distribution {
    switch self {
    case .constant: .constant(1)
    case .exponential: .exponential(mean: 1)
    case .lognormal(_, let sigma):
      .lognormal(median: 1 / Distribution.lognormal(median: 1, sigma: sigma).mean, sigma: sigma)
    case .gamma(let shape, _): .gamma(shape: shape, scale: 1 / shape)
    case .weibull(let shape, _):
      .weibull(shape: shape, scale: 1 / Distribution.weibull(shape: shape, scale: 1).mean)
    case .pareto(_, let shape): .pareto(minimum: (shape - 1) / shape, shape: shape)
    case .uniform(let low, let high): .uniform(low: low / mean, high: high / mean)
    case .normal(let centre, let deviation):
      .normal(mean: centre / mean, deviation: deviation / mean)
    case .empirical(let values): .empirical(scaled(values, by: 1 / mean))
    case .mixture(let parts):
      .mixture(parts.map { .init(weight: $0.weight, law: $0.law.scaled(by: 1 / mean)) })
    case .zipf, .discrete:
      .discrete(
        (points ?? []).map { .init(weight: $0.weight, value: $0.value / mean) })
    }
  }

  private func scaled(by factor: Double) -> Distribution {
    switch self {
    case .constant(let value): .constant(value * factor)
    case .exponential(let mean): .exponential(mean: mean * factor)
    case .uniform(let low, let high): .uniform(low: low * factor, high: high * factor)
    case .normal(let mean, let deviation):
      .normal(mean: mean * factor, deviation: deviation * factor)
    case .lognormal(let median, let sigma): .lognormal(median: median * factor, sigma: sigma)
    case .gamma(let shape, let scale): .gamma(shape: shape, scale: scale * factor)
    case .weibull(let shape, let scale): .weibull(shape: shape, scale: scale * factor)
    case .pareto(let minimum, let shape): .pareto(minimum: minimum * factor, shape: shape)
    case .empirical(let values): .empirical(scaled(values, by: factor))
    case .mixture(let parts):
      .mixture(parts.map { .init(weight: $0.weight, law: $0.law.scaled(by: factor)) })
    case .zipf, .discrete:
      .discrete(
        (points ?? []).map { .init(weight: $0.weight, value: $0.value * factor) })
    }
  }

  private func scaled(_ values: [Double], by factor: Double) -> [Double] {
    values.map { $0 * factor }
  }
}

/// Parts of the unit interval, each divided evenly: the cells, the lower tail's, the upper tail's
/// and the last upper cell's.
private let sections: [(start: Double, width: Double, count: Int)] = {
  let cell = 1.0 / Double(SamplerBank.cells)
  let tail = cell / Double(SamplerBank.tailCells)
  let last = tail / Double(SamplerBank.tailCells)
  return [
    (0, cell, SamplerBank.cells),
    (0, tail, SamplerBank.tailCells),
    (1 - cell, tail, SamplerBank.tailCells),
    (1 - tail, last, SamplerBank.tailCells),
  ]
}()

/// The probabilities at the edges of all sections, kept away from 0 and 1 by half a last cell.
private let edgeProbabilities: [[Double]] = sections.map { section in
  let least = sections[3].width / 2
  return (0...section.count).map {
    min(max(section.start + Double($0) * section.width, least), 1 - least)
  }
}

/// The standard normal law's quantiles at the edges: they cost most of what a table costs, and
/// normal and lognormal laws of all spreads share them.
private let normalEdges = edgeProbabilities.map { $0.map(normalQuantile) }

/// The inverse cumulative table of a law of mean one: the sections' cells, each with its closing
/// edge.
func quantileTable(_ law: Distribution) -> [UInt64] {
  let edges: [[Double]] =
    switch law {
    case .lognormal(let median, let sigma):
      normalEdges.map { $0.map { median * exp(sigma * $0) } }
    default: edgeProbabilities.map { $0.map(law.quantile) }
    }
  let correction = 1 / interpolatedMean(edges)
  return edges.joined().map { UInt64(min($0 * correction * 0x1p32, 0x1p63)) }
}

/// The mean of the piecewise linear table: the inner cells, and the tails in place of the first
/// and last.
private func interpolatedMean(_ edges: [[Double]]) -> Double {
  func mean(_ edges: [Double], _ cells: Range<Int>, of count: Int) -> Double {
    cells.reduce(0) { $0 + (edges[$1] + edges[$1 + 1]) / 2 } / Double(count)
  }
  let cells = SamplerBank.cells
  let tail = SamplerBank.tailCells
  let inner = mean(edges[0], 1..<(cells - 1), of: cells)
  let lower = mean(edges[1], 0..<tail, of: tail)
  let upper = mean(edges[2], 0..<(tail - 1), of: tail)
  let last = mean(edges[3], 0..<tail, of: tail)
  return inner + (lower + upper + last / Double(tail)) / Double(cells)
}

/// Walker's alias table: per column a threshold, the value below it and the value above it.
func aliasTable(_ points: [Distribution.WeightedValue]) -> [UInt64] {
  let total = points.reduce(0) { $0 + $1.weight }
  var shares = points.map { $0.weight / total * Double(points.count) }
  var small = shares.indices.filter { shares[$0] < 1 }
  var large = shares.indices.filter { shares[$0] >= 1 }
  var alias = Array(shares.indices)
  while let poor = small.popLast(), let rich = large.last {
    alias[poor] = rich
    shares[rich] -= 1 - shares[poor]
    if shares[rich] < 1 {
      large.removeLast()
      small.append(rich)
    }
  }
  for index in large + small where alias[index] == index { shares[index] = 1 }
  return shares.indices.flatMap { index -> [UInt64] in
    [
      Probability(min(1, max(0, shares[index]))).threshold,
      UInt64((points[index].value * 0x1p32).rounded()),
      UInt64((points[alias[index]].value * 0x1p32).rounded()),
    ]
  }
}
