/// An interval that contains the expected value of independent runs with a stated confidence.
///
/// One sample is one run's average, so samples of different seeds are independent; the half width
/// is Student's t quantile times the standard error.
package struct ConfidenceInterval: CustomStringConvertible {
  /// The average of the samples.
  package let mean: Double
  /// Half the interval's width.
  package let halfWidth: Double
  private let count: Int
  private let level: Double

  /// Makes the two-sided interval of independent samples, one a seed.
  ///
  /// - Precondition: at least two samples.
  package init(of samples: [Double], level: Double) {
    precondition(samples.count > 1, "an interval needs at least two samples")
    let size = Double(samples.count)
    let mean = samples.reduce(0, +) / size
    let squares = samples.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let error = (squares / (size - 1) / size).squareRoot()
    self.mean = mean
    self.level = level
    count = samples.count
    halfWidth = error * StudentT(degrees: size - 1).quantile(0.5 + level / 2)
  }

  /// Whether a theoretical value lies in the interval.
  package func contains(_ value: Double) -> Bool { abs(value - mean) <= halfWidth }

  /// The half width as a share of the mean: a wide interval proves nothing.
  package var relativeHalfWidth: Double { halfWidth / abs(mean) }

  /// The interval, its level and the number of samples.
  package var description: String {
    "\(mean) ± \(halfWidth) (\(level * 100) %, \(count) runs)"
  }
}
