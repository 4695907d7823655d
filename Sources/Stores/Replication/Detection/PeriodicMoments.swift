import SimulationKernel

/// Moments at an even distance: renewals of a session, pings, looks.
extension SimTime {
  /// The last of the moments that follow this one at a distance and are not after a time.
  ///
  /// However short the distance, it takes no longer.
  ///
  /// - Precondition: this moment is not after that time, and the distance is positive.
  func last(every period: SimDuration, upTo now: SimTime) -> SimTime {
    self + period * ((now - self).nanoseconds / period.nanoseconds)
  }
}
