package import SimulationKernel

/// When what loads began is over.
extension Scenario {
  /// The longest that a run may take: until the last load's graceful stop is over, and that of the
  /// scenario.
  package var wholeDuration: SimDuration {
    load.reduce(duration + gracefulStop) { max($0, lastEnd(of: $1)) }
  }

  /// When the journeys under way of a load are broken off; nil where the run ends before.
  ///
  /// A journey that ends at the very instant has ended.
  package func cut(of load: LoadSpec) -> SimTime? {
    let end = lastEnd(of: load)
    return end < wholeDuration ? SimTime.zero + end + .nanoseconds(1) : nil
  }

  /// The end of a load, or the scenario's before it, and its graceful stop.
  private func lastEnd(of load: LoadSpec) -> SimDuration {
    min(load.startTime + load.duration, duration) + load.gracefulStop
  }
}
