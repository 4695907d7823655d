import Glibc

/// Student's t distribution.
///
/// (Gosset, Biometrika 6, 1908.)
package struct StudentT {
  private let degrees: Double
  private let front: Double

  /// Makes the distribution with a number of degrees of freedom.
  package init(degrees: Double) {
    precondition(degrees > 0, "Student's t has at least one degree of freedom")
    self.degrees = degrees
    front =
      exp(lgamma((degrees + 1) / 2) - lgamma(degrees / 2)) / (degrees * Double.pi).squareRoot()
  }

  /// The value that a draw stays at or below with a probability of at least one half, found by
  /// bisection on the integrated density.
  package func quantile(_ probability: Double) -> Double {
    precondition(probability >= 0.5 && probability < 1, "the upper half of the law is inverted")
    var high = 1.0
    while cumulative(high) < probability { high *= 2 }
    var low = 0.0
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if cumulative(middle) < probability { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  /// Simpson's rule from zero, where the probability is one half.
  private func cumulative(_ value: Double) -> Double {
    let count = 2_000
    let width = value / Double(count)
    let inner = (1..<count).reduce(0) { sum, index in
      sum + density(Double(index) * width) * (index.isMultiple(of: 2) ? 2 : 4)
    }
    return 0.5 + (density(0) + inner + density(value)) * width / 3
  }

  private func density(_ value: Double) -> Double {
    front * pow(1 + value * value / degrees, -(degrees + 1) / 2)
  }
}
