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
  /// Seconds between two arrivals at the piece's first rate.
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

  /// When the expected number of arrivals since the start reaches a number, in seconds; infinity
  /// where it does so in another piece.
  @inline(always)
  func time(of arrivals: Double) -> Double {
    let within = arrivals - before
    guard within <= self.arrivals, within >= 0 else { return .infinity }
    guard within > 0 else { return start }
    return start + (slope == 0 ? min(within * gap, length) : solve(within))
  }

  /// The root t of rate * t + slope * t² / 2 = arrivals, in the form that loses no digits where the
  /// slope is small.
  @inline(never)
  private func solve(_ arrivals: Double) -> Double {
    let discriminant = rate * rate + 2 * slope * arrivals
    let root = 2 * arrivals / (rate + max(0, discriminant).squareRoot())
    return min(root, length)
  }
}
