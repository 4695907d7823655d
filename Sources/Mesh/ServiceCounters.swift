public import SimulationKernel

/// What clients saw of a service since the run began; each attempt counts as one.
public struct ServiceCounters: BitwiseCopyable, Sendable {
  /// Attempts that ended, answered or not.
  public var requests: UInt64 = 0
  /// Attempts that ended in an error or a timeout.
  public var errors: UInt64 = 0
  /// Attempts that ended because the client gave up.
  public var timeouts: UInt64 = 0
  /// Attempts after a first.
  public var retries: UInt64 = 0
  /// Attempts that found no pod to call.
  public var withoutEndpoint: UInt64 = 0
  /// How often the proxy of a client ejected a pod for its errors.
  public var ejections: UInt64 = 0
  /// Sum of the attempts' durations.
  public var durationSum: SimDuration = .zero
  /// Attempts under way.
  public var inFlight: Int64 = 0

  @inlinable
  init() {}

  /// Counts an attempt that ends.
  @inlinable @inline(always)
  mutating func end(_ duration: SimDuration, failed: Bool) {
    requests &+= 1
    errors &+= failed ? 1 : 0
    durationSum += duration
    inFlight &-= 1
  }
}
