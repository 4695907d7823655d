/// How a quantity differs between two experiments.
///
/// Runs with the same seed meet the same users and the same luck (common random numbers), so they
/// are compared pair by pair, and what the pairs have in common cancels out. Without common seeds
/// the two samples are independent and Welch's interval is used.
package struct PairedDifference: Sendable {
  /// Mean in the base experiment.
  package let base: Double
  /// Mean in the candidate experiment.
  package let candidate: Double
  /// Half of the 95 % interval of the difference; nil with too few runs for one.
  package let halfWidth: Double?
  /// Number of pairs; 0 where the seeds differ.
  package let pairs: Int

  /// Compares the values of runs, each with its run's seed; nil without values on a side.
  package init?(
    base: [(seed: UInt64, value: Double)], candidate: [(seed: UInt64, value: Double)]
  ) {
    guard !base.isEmpty, !candidate.isEmpty else { return nil }
    let pairs = base.compactMap { left in
      candidate.first { $0.seed == left.seed }.map { (left.value, $0.value) }
    }
    self.pairs = pairs.count
    guard pairs.isEmpty else {
      self.base = average(pairs.map(\.0))
      self.candidate = average(pairs.map(\.1))
      halfWidth = ConfidenceInterval(pairs.map { $0.1 - $0.0 })?.halfWidth
      return
    }
    self.base = average(base.map(\.value))
    self.candidate = average(candidate.map(\.value))
    halfWidth = welchHalfWidth(base.map(\.value), candidate.map(\.value))
  }

  /// Candidate minus base.
  package var difference: Double { candidate - base }

  /// The difference as a share of the base; nil where the base is zero.
  package var relative: Double? { base == 0 ? nil : difference / abs(base) }

  /// Whether the 95 % interval of the difference excludes zero; nil without an interval.
  package var isSignificant: Bool? { halfWidth.map { abs(difference) > $0 } }
}

private func average(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

/// Half of the 95 % interval of a difference of means of independent samples.
///
/// Welch's interval, with the Welch-Satterthwaite degrees of freedom rounded down.
private func welchHalfWidth(_ first: [Double], _ second: [Double]) -> Double? {
  guard first.count >= 2, second.count >= 2 else { return nil }
  func error(_ values: [Double]) -> Double {
    let mean = average(values)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return squares / Double(values.count - 1) / Double(values.count)
  }
  let (left, right) = (error(first), error(second))
  guard left + right > 0 else { return 0 }
  let freedom =
    (left + right) * (left + right)
    / (left * left / Double(first.count - 1) + right * right / Double(second.count - 1))
  let score = StudentT(degreesOfFreedom: max(1, Int(freedom))).quantile(0.975)
  return score * (left + right).squareRoot()
}
