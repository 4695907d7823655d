package import SimulationKernel

/// What the wire counted since the run began.
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
