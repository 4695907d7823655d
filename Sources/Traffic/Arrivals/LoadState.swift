import SimulationKernel

/// What of a load entry changes with every arrival, and what an arrival looks at.
struct LoadState: BitwiseCopyable {
  /// A gap of one before the first nano-unit: arrivals at the start and not at the end.
  static let justBeforeStart = UInt64(bitPattern: -999_999_999)

  let journey: Int
  /// Condenses seed and name for the requests' draws.
  let key: UInt64
  /// The gaps between arrivals: one draw for each request's number.
  let gaps: RequestRandom.Purposes
  /// Whether gaps are exponential, or even.
  let isPoisson: Bool
  /// When the stream starts to begin iterations.
  let start: SimTime
  /// Virtual users that may be busy at once.
  let userLimit: Int
  /// Virtual users at work.
  var busyUsers = 0
  /// Iterations begun: the number of the next one.
  var requestNumber: UInt64 = 0
  /// The unit-rate stream's time of the next arrival, in nano-units.
  var unitTime: UInt64 = 0
  /// The part of the rate's profile under way.
  var piece = RatePiece(start: 0, length: 0, rate: 0, slope: 0, before: -1)
}
