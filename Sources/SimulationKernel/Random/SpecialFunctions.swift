import Glibc

/// The standard normal law's cumulative probability.
func normalCumulative(_ score: Double) -> Double { 0.5 * erfc(-score / 2.0.squareRoot()) }

/// The standard normal score of a cumulative probability, by bisection on `erfc`.
func normalQuantile(_ probability: Double) -> Double {
  var low = -40.0
  var high = 40.0
  for _ in 0..<80 {
    let middle = (low + high) / 2
    if normalCumulative(middle) < probability { low = middle } else { high = middle }
  }
  return (low + high) / 2
}

/// The regularised lower incomplete gamma function P(shape, x).
///
/// The series below shape + 1, Lentz's continued fraction above (Press et al., Numerical Recipes,
/// section 6.2).
func lowerIncompleteGamma(_ shape: Double, _ x: Double) -> Double {
  let front = exp(-x + shape * log(x) - lgamma(shape))
  if x < shape + 1 {
    var term = 1 / shape
    var sum = term
    var denominator = shape
    while abs(term) > abs(sum) * 1e-16 {
      denominator += 1
      term *= x / denominator
      sum += term
    }
    return sum * front
  }
  var b = x + 1 - shape
  var c = 1e300
  var d = 1 / b
  var fraction = d
  for step in 1..<1_000 {
    let a = -Double(step) * (Double(step) - shape)
    b += 2
    d = 1 / nonzero(a * d + b)
    c = nonzero(b + a / c)
    let change = d * c
    fraction *= change
    if abs(change - 1) < 1e-16 { break }
  }
  return 1 - front * fraction
}

private func nonzero(_ value: Double) -> Double { abs(value) < 1e-300 ? 1e-300 : value }
