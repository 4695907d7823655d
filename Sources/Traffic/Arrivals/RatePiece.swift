import SimulationKernel

/// A piece of a rate over time: from `start` on the rate is `rate + slope * (time - start)`, in
/// seconds.
struct RatePiece: BitwiseCopyable, Sendable {
  let start: Double
  let length: Double
  let rate: Double
  let slope: Double
  /// Expected arrivals before the piece.
  let before: Double
  /// Expected arrivals within the piece.
  let arrivals: Double
  /// Seconds between two at its first rate.
  private let gap: Double

  init(start: Double, length: Double, rate: Double, slope: Double, before: Double) {
    self.start = start
    self.length = length
    self.rate = rate
    self.slope = slope
    self.before = before
    arrivals = rate * length + slope * length * length / 2
    gap = 1 / rate
  }

  /// The time by which a number of arrivals is expected; infinity when it falls into another piece.
  @inline(always)
  func time(of arrivals: Double) -> Double {
    let within = arrivals - before
    guard within <= self.arrivals, within >= 0 else { return .infinity }
    guard within > 0 else { return start }
    return start + (slope == 0 ? min(within * gap, length) : solve(within))
  }

  /// The root of rate * t + slope * t² / 2 = arrivals, in the form that does not cancel.
  @inline(never)
  private func solve(_ arrivals: Double) -> Double {
    let discriminant = rate * rate + 2 * slope * arrivals
    let root = 2 * arrivals / (rate + max(0, discriminant).squareRoot())
    return min(root, length)
  }
}
