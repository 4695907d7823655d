import SimulationKernel

/// The rate limit of an API client: a bucket of calls that fills at its rate (client-go
/// util/flowcontrol; a controller has kube-controller-manager's --kube-api-qps 20 and
/// --kube-api-burst 30).
///
/// The syncs of kube-proxies have such a bucket too.
struct ClientRate: Sendable {
  /// Calls per second, and those that may come at once.
  let rate: Double
  let burst: Double
  /// When the bucket is full again; a time before now means that it is.
  private var fullAt = SimTime.zero

  init(rate: Double, burst: Int) {
    self.rate = rate
    self.burst = Double(burst)
  }

  /// Another process has a bucket of its own, which is full.
  mutating func refill() { fullAt = .zero }

  /// Takes a number of calls and returns when the last of them may be made.
  mutating func take(_ count: Int, at now: SimTime) -> SimTime {
    fullAt = max(fullAt, now) + SimDuration(seconds: Double(count) / rate)
    return max(now, fullAt - SimDuration(seconds: burst / rate))
  }

  /// Takes a call if it may be made at once (client-go, TryAccept); returns whether it did.
  mutating func tryAccept(at now: SimTime) -> Bool {
    let full = max(fullAt, now) + SimDuration(seconds: 1 / rate)
    // Times are whole nanoseconds, so that a call may seem a billionth of itself too much.
    guard (full - now).seconds * rate <= burst + 1e-6 else { return false }
    fullAt = full
    return true
  }
}
