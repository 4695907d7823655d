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

extension Mesh {
  /// What clients saw of a service so far.
  package func counters(of service: Int) -> ServiceCounters { counters[service] }

  /// The durations of the attempts to a service since the last reset.
  package func durations(of service: Int) -> Histogram { durations.snapshot(service) }

  /// Whether the pods of a service have a sidecar.
  package func isMeshed(_ service: Int) -> Bool { isMeshed[service] }

  /// Attempts that ended so far, to all services.
  package var callCount: UInt64 { total { _ in true } }

  /// Attempts that ended so far, to services whose pods have a sidecar.
  package var meshedCallCount: UInt64 { total { isMeshed[$0] } }

  private func total(where isCounted: (Int) -> Bool) -> UInt64 {
    var sum: UInt64 = 0
    for service in 0..<counters.count where isCounted(service) { sum += counters[service].requests }
    return sum
  }

  /// Forgets the durations recorded so far, at the end of a warm-up.
  package mutating func resetDurations() { durations.reset() }
}
