import Glibc
import SimulationKernel

/// An arrival rate over time as straight pieces, with its integral: the expected number of arrivals
/// up to a time, and the time by which a number is expected.
///
/// A non-homogeneous Poisson stream is the inverse of this integral over one unit-rate stream, so
/// scaling the load moves the arrivals' times and keeps their numbers (Çinlar 1975).
struct RateProfile: Sendable {
  /// A piece: from `start` on the rate is `rate + slope * (time - start)`, in seconds.
  private struct Piece {
    let start: Double
    let length: Double
    let rate: Double
    let slope: Double
    /// Expected arrivals before the piece.
    let before: Double

    var arrivals: Double { rate * length + slope * length * length / 2 }
  }

  private var pieces: [Piece] = []
  private var position = 0

  /// Appends a piece over which the rate goes straight from one value to another.
  mutating func append(from first: Double, to last: Double, seconds length: Double) {
    guard length > 0 else { return }
    let previous = pieces.last
    pieces.append(
      Piece(
        start: previous.map { $0.start + $0.length } ?? 0, length: length, rate: first,
        slope: (last - first) / length,
        before: previous.map { $0.before + $0.arrivals } ?? 0))
  }

  /// The time, in seconds, by which a number of arrivals is expected, or nil after the last piece.
  ///
  /// - Precondition: asked for ascending numbers.
  mutating func time(of arrivals: Double) -> Double? {
    while position < pieces.count {
      let piece = pieces[position]
      let within = arrivals - piece.before
      if within <= piece.arrivals, within >= 0 {
        return piece.start + RateProfile.solve(piece, within)
      }
      position += 1
    }
    return nil
  }

  /// The arrivals expected up to a time, in seconds.
  func arrivals(by time: Double) -> Double {
    pieces.reduce(0) { sum, piece in
      let within = min(max(0, time - piece.start), piece.length)
      return sum + piece.rate * within + piece.slope * within * within / 2
    }
  }

  /// The root of rate * t + slope * t² / 2 = arrivals, in the form that does not cancel.
  private static func solve(_ piece: Piece, _ arrivals: Double) -> Double {
    guard arrivals > 0 else { return 0 }
    let discriminant = piece.rate * piece.rate + 2 * piece.slope * arrivals
    let root = 2 * arrivals / (piece.rate + max(0, discriminant).squareRoot())
    return min(root, piece.length)
  }

  /// All rates times a factor.
  func scaled(by factor: Double) -> RateProfile {
    var scaled = RateProfile()
    for piece in pieces {
      scaled.append(
        from: piece.rate * factor, to: (piece.rate + piece.slope * piece.length) * factor,
        seconds: piece.length)
    }
    return scaled
  }

  /// The greatest rate of all pieces.
  var peak: Double { pieces.map { max($0.rate, $0.rate + $0.slope * $0.length) }.max() ?? 0 }
}
