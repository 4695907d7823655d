import SimulationKernel

/// The times up to the present at which a proxy checked the pods that it had ejected.
///
/// Proxies do not start at one time: the clients' sweeps are spread over the interval.
struct Sweeps {
  let now: SimTime
  private let interval: Int64
  private let phase: Int64

  init(of client: UInt32, every interval: SimDuration, at now: SimTime) {
    self.now = now
    self.interval = interval.nanoseconds
    // The fractional parts of multiples of the golden ratio lie evenly (Knuth 6.4).
    let part = UInt64(client &* 0x9e37_79b9) &<< 32
    phase = Int64(part.multipliedFullWidth(by: UInt64(interval.nanoseconds)).high)
  }

  /// How many there were.
  var count: Int64 { (now.nanoseconds - phase + interval) / interval }

  /// When one of them was, counted from one.
  func time(of number: Int64) -> SimTime {
    SimTime(nanoseconds: phase + (number - 1) * interval)
  }
}
