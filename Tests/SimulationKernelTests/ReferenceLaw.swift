import Glibc
import SimulationKernel

/// A law beside its textbook formulas, written without the kernel's.
struct ReferenceLaw: CustomStringConvertible, Sendable {
  let description: String
  let law: Distribution
  let mean: Double
  let cumulative: @Sendable (Double) -> Double

  /// The value that a draw stays at or below with a probability, by bisection on the formula.
  func quantile(_ probability: Double) -> Double {
    var high = 1.0
    while cumulative(high) < probability { high *= 2 }
    var low = 0.0
    for _ in 0..<100 {
      let middle = (low + high) / 2
      if cumulative(middle) < probability { low = middle } else { high = middle }
    }
    return high
  }

  static let continuous: [ReferenceLaw] = [
    ReferenceLaw(description: "exponential", law: .exponential(mean: 2), mean: 2) {
      1 - exp(-$0 / 2)
    },
    ReferenceLaw(description: "uniform", law: .uniform(low: 1, high: 3), mean: 2) {
      min(1, max(0, ($0 - 1) / 2))
    },
    ReferenceLaw(description: "normal", law: .normal(mean: 10, deviation: 1), mean: 10) {
      erfc((10 - $0) / 2.0.squareRoot()) / 2
    },
    ReferenceLaw(
      description: "lognormal", law: .lognormal(median: 3, sigma: 0.8), mean: 3 * exp(0.32)
    ) { erfc(-log($0 / 3) / 0.8 / 2.0.squareRoot()) / 2 },
    ReferenceLaw(description: "Erlang", law: .gamma(shape: 3, scale: 0.5), mean: 1.5) {
      1 - exp(-2 * $0) * (1 + 2 * $0 + 2 * $0 * $0)
    },
    ReferenceLaw(description: "chi-square", law: .gamma(shape: 0.5, scale: 2), mean: 1) {
      erf(($0 / 2).squareRoot())
    },
    ReferenceLaw(
      description: "Weibull", law: .weibull(shape: 2, scale: 4), mean: 2 * Double.pi.squareRoot()
    ) { 1 - exp(-$0 * $0 / 16) },
    ReferenceLaw(description: "Pareto", law: .pareto(minimum: 1, shape: 2.5), mean: 5.0 / 3) {
      $0 < 1 ? 0 : 1 - pow($0, -2.5)
    },
    ReferenceLaw(description: "empirical", law: .empirical([1, 2, 4, 8]), mean: 3.5) {
      $0 < 1 ? 0 : $0 >= 8 ? 1 : log2Floor($0)
    },
    ReferenceLaw(description: "mixture", law: mixture, mean: 1.6) {
      0.7 * (1 - exp(-$0)) + 0.3 * min(1, max(0, ($0 - 2) / 2))
    },
  ]

  private static let mixture = Distribution.mixture([
    .init(weight: 7, law: .exponential(mean: 1)), .init(weight: 3, law: .uniform(low: 2, high: 4)),
  ])

  /// The polygon through (1, 0), (2, 1/3), (4, 2/3) and (8, 1).
  private static func log2Floor(_ value: Double) -> Double {
    let step = floor(log2(value))
    return (step + value / exp2(step) - 1) / 3
  }
}
