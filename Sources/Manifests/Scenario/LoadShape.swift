package import SimulationKernel

/// Journeys begin at a rate that follows a shape.
package struct ShapedArrivalRate: Sendable {
  /// The rate over time; its rates are journeys per `timeUnit`.
  package let shape: LoadShape
  /// 1 s where none was written.
  package let timeUnit: SimDuration
  /// The rest of the scenario where none was written.
  package let duration: SimDuration
  /// Virtual users.
  package let users: VUAllocation
}

/// A rate over time, in journeys per the load's time unit; times count from the load's start.
package enum LoadShape: Sendable {
  /// Recorded rates, joined linearly; the first and the last one hold outside.
  case recorded([RatePoint])
  /// A sine about the mean that starts at the mean and rises.
  case diurnal(mean: Double, peak: Double, period: SimDuration)
  /// A base, and a higher rate for a while.
  case spike(base: Double, peak: Double, at: SimDuration, duration: SimDuration)
  /// One rate, and then another.
  case step(from: Double, to: Double, at: SimDuration)
  /// A rate that jumps between two values, each held for an exponential time with a mean
  /// (a Markov-modulated Poisson process).
  case burst(low: Double, high: Double, lowFor: SimDuration, highFor: SimDuration)
}

/// A rate at a time.
package struct RatePoint: Sendable {
  /// From the load's start.
  package let time: SimDuration
  /// Journeys per time unit.
  package let rate: Double
}
