package import SimulationKernel

/// Elasticsearch's pauses between elections of a master (`ElectionSchedulerFactory`): drawn up to a
/// bound that grows with each attempt; after the first, each waits for the one before to end.
package enum ElectionBackoff {
  /// How long an election may take (`cluster.election.duration`).
  package static var duration: SimDuration { .milliseconds(500) }

  /// The shortest and the longest drawn pause before an attempt, counted from 1, and what is added
  /// to it.
  package static func pause(
    attempt: Int
  ) -> (drawn: ClosedRange<SimDuration>, added: SimDuration) {
    let grown = SimDuration.milliseconds(100) * Int64(max(attempt, 1))
    let bound = min(SimDuration.seconds(10), grown)
    return (.milliseconds(1)...bound, attempt > 1 ? duration : .zero)
  }
}
