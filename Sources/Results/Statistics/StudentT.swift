import Glibc

/// Student's t distribution, which a mean of few independent runs follows.
package struct StudentT: Sendable {
  /// Degrees of freedom, at least 1.
  package let degreesOfFreedom: Int

  /// The distribution for a number of degrees of freedom.
  package init(degreesOfFreedom: Int) {
    precondition(degreesOfFreedom >= 1, "Student's t has at least one degree of freedom")
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// The probability of a value of at most `score`.
  ///
  /// By the regularised incomplete beta function (Abramowitz and Stegun, 26.7.1).
  package func cumulative(_ score: Double) -> Double {
    let freedom = Double(degreesOfFreedom)
    let tail = incompleteBeta(
      x: freedom / (freedom + score * score), first: freedom / 2, second: 0.5)
    return score < 0 ? tail / 2 : 1 - tail / 2
  }

  /// The score below which a share of the values lies, by bisection.
  package func quantile(_ share: Double) -> Double {
    precondition(share > 0 && share < 1, "a quantile's share lies between 0 and 1")
    var low = -1.0
    var high = 1.0
    while cumulative(low) > share { low *= 2 }
    while cumulative(high) < share { high *= 2 }
    for _ in 0..<200 where high - low > 1e-13 * max(1, abs(low)) {
      let middle = (low + high) / 2
      if cumulative(middle) < share { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}

/// The regularised incomplete beta function Iₓ(first, second).
///
/// By the continued fraction of Press et al., Numerical Recipes, section 6.4, on the side of the
/// symmetry relation where it converges fast.
private func incompleteBeta(x: Double, first: Double, second: Double) -> Double {
  if x <= 0 { return 0 }
  if x >= 1 { return 1 }
  let front = exp(
    lgamma(first + second) - lgamma(first) - lgamma(second) + first * log(x)
      + second * log1p(-x))
  if x < (first + 1) / (first + second + 2) {
    return front * betaFraction(x, first, second) / first
  }
  return 1 - front * betaFraction(1 - x, second, first) / second
}

/// Lentz's evaluation of the continued fraction of the incomplete beta function.
private func betaFraction(_ x: Double, _ first: Double, _ second: Double) -> Double {
  func guarded(_ value: Double) -> Double { abs(value) < 1e-300 ? 1e-300 : value }
  var c = 1.0
  var d = 1 / guarded(1 - (first + second) * x / (first + 1))
  var fraction = d
  for step in 1..<500 {
    let m = Double(step)
    let even = m * (second - m) * x / ((first + 2 * m - 1) * (first + 2 * m))
    d = 1 / guarded(1 + even * d)
    c = guarded(1 + even / c)
    fraction *= d * c
    let odd =
      -(first + m) * (first + second + m) * x / ((first + 2 * m) * (first + 2 * m + 1))
    d = 1 / guarded(1 + odd * d)
    c = guarded(1 + odd / c)
    fraction *= d * c
    if abs(d * c - 1) < 1e-15 { break }
  }
  return fraction
}
