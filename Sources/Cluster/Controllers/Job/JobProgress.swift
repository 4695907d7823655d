package import SimulationKernel

/// How far a Job is.
struct JobProgress: Sendable {
  var succeeded = 0
  /// Failed pods that count against the limit.
  var failed = 0
  /// Failures since the last success, and when the last one was.
  var failuresInRow = 0
  var lastFailureAt = SimTime.zero
  /// When it began, or was resumed.
  var startedAt: SimTime?
  /// Whether it was seen to be suspended.
  var isSuspended = false
  var isFinished = false
  var hasFailed = false
  /// Whether its CronJob has seen that it is finished.
  var isSeen = false
  var succeededIndexes: [Int32] = []
  var failedIndexes: [Int32] = []
  /// Failures of each index that has any.
  var indexFailures: [IndexFailures] = []
  /// A pod that ends the Job by its failure policy: the message.
  var policyFailure: String?

  struct IndexFailures: Sendable {
    let index: Int32
    var counted: Int
    var ignored: Int
    var last: SimTime
  }

  mutating func noteFailure(of index: Int32, isIgnored: Bool, at now: SimTime) {
    guard let place = indexFailures.firstIndex(where: { $0.index == index }) else {
      indexFailures.append(
        IndexFailures(
          index: index, counted: isIgnored ? 0 : 1, ignored: isIgnored ? 1 : 0, last: now))
      return
    }
    if isIgnored {
      indexFailures[place].ignored += 1
    } else {
      indexFailures[place].counted += 1
    }
    indexFailures[place].last = now
  }
}

/// What a CronJob remembers.
struct CronProgress: Sendable {
  var createdAt = SimTime.zero
  var lastScheduleAt: SimTime?
  /// Indices of its Jobs that are there, oldest first.
  var jobs: [Int] = []
  /// When its next start is due; other notices are stale.
  var dueAt = SimTime.infinity
}

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
    for _ in 1..<failures where wait < greatest { wait = wait * 2 }
    return max(.zero, min(wait, greatest) - elapsed)
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
