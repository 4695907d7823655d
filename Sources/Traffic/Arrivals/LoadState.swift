import SimulationKernel

/// The part of a load entry's run state that every arrival reads or changes.
///
/// The rest is in `LoadStream`; the two are apart so that an arrival touches few cache lines.
struct LoadState: BitwiseCopyable {
  /// The unit time from which a gap of one leads to the first arrival at the start itself.
  ///
  /// It lies one unit, less 1e-9, before the start, so that no further arrival falls on the end.
  static let justBeforeStart = UInt64(bitPattern: -999_999_999)

  let journey: Int
  /// Seed and name of the stream, condensed; iterations derive their draws from it.
  let key: UInt64
  /// The draws of the gaps between arrivals, one by the number of each iteration.
  let gaps: RequestRandom.Purposes
  /// Whether gaps are exponential (a Poisson stream) rather than even.
  let isPoisson: Bool
  /// When the stream starts to begin iterations.
  let start: SimTime
  /// How many virtual users may be busy at once.
  let userLimit: Int
  /// How many iterations are under way, each of which keeps a virtual user busy.
  var busyUsers = 0
  /// The number of the next iteration, counted from 0; dropped ones have a number too.
  var requestNumber: UInt64 = 0
  /// When the next arrival comes in the stream of rate one, in units of 1e-9.
  var unitTime: UInt64 = 0
  /// The piece of the rate's profile under way.
  var piece = RatePiece(start: 0, length: 0, rate: 0, slope: 0, before: -1)
}
