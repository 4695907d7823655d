package import SimulationKernel

/// The timers of a session.
package struct Renewal: BitwiseCopyable, Equatable, Sendable {
  /// Time between renewals.
  package let interval: SimDuration
  /// How long a renewal lasts.
  package let timeout: SimDuration

  /// Makes the timers.
  package init(interval: SimDuration, timeout: SimDuration) {
    precondition(interval > .zero, "renewals have a positive distance")
    self.interval = interval
    self.timeout = timeout
  }
}
