package import Metrics
package import SimulationKernel

/// Follows a run while it goes on and may stop it.
package protocol RunObserver {
  /// Called after each simulated second; says how the run ends now, or nil lets it go on.
  func reached(_ time: SimTime, events: UInt64) -> RunSummary.Status?
  /// Wall seconds since the run began, for the summary only.
  func wallSeconds() -> Double
}
