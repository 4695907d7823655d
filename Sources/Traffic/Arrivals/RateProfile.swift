import SimulationKernel

/// An arrival rate over time as straight pieces, with its integral: the expected number of arrivals
/// up to a time, and the time by which a number is expected.
///
/// The inverse of this integral maps the arrivals of a Poisson stream of rate one to those of a
/// non-homogeneous one (Çinlar 1975). So scaling the load moves the arrivals in time and keeps
/// their numbers, and with these the draws of their requests.
struct RateProfile: Sendable {
  private var pieces: [RatePiece] = []
  private var position = 0

  /// Appends a piece over which the rate goes straight from one value to another.
  mutating func append(from first: Double, to last: Double, seconds length: Double) {
    guard length > 0 else { return }
    let previous = pieces.last
    pieces.append(
      RatePiece(
        start: previous.map { $0.start + $0.length } ?? 0, length: length, rate: first,
        slope: (last - first) / length,
        before: previous.map { $0.before + $0.arrivals } ?? 0))
  }

  /// The piece into which a number of arrivals is expected to fall, or nil after the last one.
  ///
  /// - Precondition: asked for ascending numbers.
  mutating func piece(of arrivals: Double) -> RatePiece? {
    while position < pieces.count {
      if pieces[position].time(of: arrivals) < .infinity { return pieces[position] }
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
