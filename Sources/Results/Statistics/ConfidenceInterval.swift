/// Where the mean of a quantity over all possible runs lies, from the values of independent runs.
///
/// One value a run; never the autocorrelated samples within one run.
package struct ConfidenceInterval: Sendable, Hashable {
  /// Mean of the runs' values.
  package let mean: Double
  /// Half of the interval's width.
  package let halfWidth: Double
  /// Number of runs.
  package let runs: Int

  /// The interval of Student's t at a level of confidence; nil with fewer than two values.
  package init?(_ values: [Double], level: Double = 0.95) {
    guard values.count >= 2, values.allSatisfy(\.isFinite) else { return nil }
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let error = (squares / (count - 1) / count).squareRoot()
    let score = StudentT(degreesOfFreedom: values.count - 1).quantile(0.5 + level / 2)
    self.mean = mean
    halfWidth = score * error
    runs = values.count
  }

  /// Least value of the interval.
  package var low: Double { mean - halfWidth }

  /// Greatest value of the interval.
  package var high: Double { mean + halfWidth }

  /// Whether a value lies in the interval.
  package func contains(_ value: Double) -> Bool { low <= value && value <= high }
}
