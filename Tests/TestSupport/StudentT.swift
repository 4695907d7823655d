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
    front = exp(lgamma((degrees + 1) / 2) - lgamma(degrees / 2)) / Double.pi.squareRoot()
  }

  /// The value that a draw stays at or below with a probability of at least one half, found by
  /// bisection on the integrated density.
  ///
  /// With t = sqrt(degrees) tan(angle) the density is a power of the cosine, smooth and bounded.
  package func quantile(_ probability: Double) -> Double {
    precondition(probability >= 0.5 && probability < 1, "the upper half of the law is inverted")
    var low = 0.0
    // With many degrees of freedom the mass lies near zero, and steps must be shorter than it.
    var high = min(Double.pi / 2, 60 / degrees.squareRoot())
    for _ in 0..<50 {
      let middle = (low + high) / 2
      if cumulative(middle) < probability { low = middle } else { high = middle }
    }
    return degrees.squareRoot() * tan((low + high) / 2)
  }

  /// Simpson's rule from zero, where the probability is one half.
  private func cumulative(_ angle: Double) -> Double {
    let count = 200
    let width = angle / Double(count)
    let inner = (1..<count).reduce(0) { sum, index in
      sum + density(Double(index) * width) * (index.isMultiple(of: 2) ? 2 : 4)
    }
    return 0.5 + (density(0) + inner + density(angle)) * width / 3
  }

  private func density(_ angle: Double) -> Double { front * pow(cos(angle), degrees - 1) }
}
