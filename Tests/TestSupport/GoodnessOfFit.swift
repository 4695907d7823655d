import Glibc

/// Tests of whether draws follow a law.
package enum GoodnessOfFit {
  /// The Kolmogorov–Smirnov statistic of draws from a continuous law, times the square root of
  /// their number.
  package static func kolmogorovSmirnov(
    _ draws: [Double], against cumulative: (Double) -> Double
  ) -> Double {
    let size = Double(draws.count)
    var greatest = 0.0
    for (index, draw) in draws.sorted().enumerated() {
      let probability = cumulative(draw)
      greatest = max(
        greatest, probability - Double(index) / size, Double(index + 1) / size - probability)
    }
    return greatest * size.squareRoot()
  }

  /// The value that the Kolmogorov–Smirnov statistic exceeds with a probability, for many draws:
  /// the first term of Kolmogorov's series, exact to 1e-6 at levels below 10 %.
  package static func kolmogorovSmirnovLimit(level: Double) -> Double {
    (-0.5 * log(level / 2)).squareRoot()
  }

  /// Pearson's chi-square statistic of counts against expected shares.
  package static func chiSquare(_ counts: [Int], shares: [Double]) -> Double {
    let total = Double(counts.reduce(0, +))
    return zip(counts, shares).reduce(0) { sum, cell in
      let expected = cell.1 * total
      return sum + (Double(cell.0) - expected) * (Double(cell.0) - expected) / expected
    }
  }

  /// The value that chi-square exceeds with a probability.
  ///
  /// Wilson and Hilferty (1931), within 1 % from three degrees of freedom on.
  package static func chiSquareLimit(degrees: Int, level: Double) -> Double {
    let spread = 2 / (9 * Double(degrees))
    let root = 1 - spread + normalScore(above: level) * spread.squareRoot()
    return Double(degrees) * root * root * root
  }

  /// The standard normal score exceeded with a probability.
  package static func normalScore(above probability: Double) -> Double {
    var low = -10.0
    var high = 10.0
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if erfc(middle / 2.0.squareRoot()) / 2 > probability { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}
