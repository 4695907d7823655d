package import SimulationKernel

/// The wait after failed pods of a Job: 10 s doubling to 10 min, from the last failure
/// (pkg/controller/job/backoff_utils.go).
package enum JobBackoff {
  /// First wait (DefaultJobPodFailureBackOff).
  package static let initial = SimDuration.seconds(10)
  /// Greatest wait (MaxJobPodFailureBackOff).
  package static let greatest = SimDuration.seconds(600)

  /// What is left of the wait after failures since the last success.
  package static func remaining(
    failures: Int, sinceLastFailure elapsed: SimDuration, initial: SimDuration = initial,
    greatest: SimDuration = greatest
  ) -> SimDuration {
    guard failures > 0 else { return .zero }
    var wait = initial
    for _ in 1..<failures { wait = min(wait * 2, greatest) }
    return max(.zero, wait - elapsed)
  }

  /// What is left of the wait of an index: its counted and its ignored failures both lengthen it;
  /// the last failed pod carries the counts before its own.
  package static func remaining(
    indexFailures before: Int?, ignored: Int?, sinceLastFailure elapsed: SimDuration,
    initial: SimDuration = initial, greatest: SimDuration = greatest
  ) -> SimDuration {
    guard before != nil || ignored != nil else { return .zero }
    return remaining(
      failures: (before ?? 0) + (ignored ?? 0) + 1, sinceLastFailure: elapsed, initial: initial,
      greatest: greatest)
  }
}
