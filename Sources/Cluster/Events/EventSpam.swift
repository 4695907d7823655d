import SimulationKernel

/// How much a component's recorder may still say of one object: a burst of 25, and one event more
/// every 5 min (client-go tools/record/events_cache.go defaultSpamBurst, defaultSpamQPS).
///
/// The bucket of tokens is kept as the time at which it is full.
struct EventSpam: BitwiseCopyable {
  private static let burst: Int64 = 25
  private static let refill = SimDuration.seconds(300)

  private var fullAt = Cluster.settledSince

  /// Whether nothing was said of the object for so long that nothing is left to remember.
  func isFull(at now: SimTime) -> Bool { fullAt <= now }

  /// Whether more events than a number were said of the object of late.
  func hasSaid(moreThan number: Int64, at now: SimTime) -> Bool {
    fullAt > now && fullAt - now > Self.refill * number
  }

  /// Takes the token of an event, if there is one.
  mutating func lets(at now: SimTime) -> Bool {
    let next = max(fullAt, now) + Self.refill
    guard next - now <= Self.refill * Self.burst else { return false }
    fullAt = next
    return true
  }
}
