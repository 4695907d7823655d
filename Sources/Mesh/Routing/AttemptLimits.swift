import SimulationKernel

/// The time limit of all attempts of a call together, for routes that have one besides the timeout
/// of each attempt: Istio's `timeout` over its `perTryTimeout`.
struct AttemptLimits: ~Copyable {
  /// By timer class: how long all attempts together may take; zero where only each one is limited.
  var limits = Table<SimDuration>()
  /// By call index: when all attempts must be over, for calls after their first attempt.
  private var ends = Table<SimTime>()
  /// The timers of attempts that have less time than the route's timeout, and of pauses.
  var wheel = TimerWheel()

  /// When a call's attempts must be over.
  func end(of call: Handle<Call>) -> SimTime { ends[call.index] }

  /// Notes when a call's attempts must be over.
  mutating func setEnd(of call: Handle<Call>, _ end: SimTime) {
    ends.resize(to: call.index + 1, filling: .infinity)
    ends[call.index] = end
  }
}
