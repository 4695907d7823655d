package import SimulationKernel

/// What the users of a journey saw since the run began.
package struct JourneyCounters: BitwiseCopyable, Sendable {
  /// Iterations that began.
  package var started: UInt64 = 0
  /// Iterations that ended, well or not.
  package var finished: UInt64 = 0
  /// Iterations that ended because a request failed.
  package var failed: UInt64 = 0
  /// Iterations that no virtual user was free for.
  package var dropped: UInt64 = 0
  /// Requests sent, answered well, and failed.
  package var sent: UInt64 = 0
  package var answered: UInt64 = 0
  package var failedRequests: UInt64 = 0
  /// Sum of the durations of all requests that ended.
  package var durationSum: SimDuration = .zero
  /// Sessions that lost the pod they were bound to.
  package var droppedSessions: UInt64 = 0

  /// Requests without an answer yet.
  package var unfinished: UInt64 { sent - answered - failedRequests }
}
