package import SimulationKernel

/// How a run ended.
package struct RunSummary: Sendable {
  /// Whether a run came to its end.
  package enum Status: String, Sendable, CaseIterable {
    case complete
    /// Stopped from outside; everything up to the stop is there.
    case interrupted
    /// Stopped by a threshold with `abortOnFail`.
    case aborted
    /// Stopped because more was under way than a run can hold.
    case overwhelmed
  }

  /// Whether it came to its end.
  package var status: Status
  /// Fold of every event and the final counters.
  package var digest: UInt64
  /// Events handled.
  package var events: UInt64
  /// Simulated time at the end.
  package var end: SimTime
  /// Wall time that it took, in seconds.
  package var wallSeconds: Double
  /// Requests that users sent over the whole run; the sum of the next three.
  package var sent: UInt64
  /// Those that were answered well.
  package var answered: UInt64
  /// Those that failed.
  package var failed: UInt64
  /// Those still under way after the graceful stop.
  package var unfinished: UInt64
  /// Iterations that came to their end.
  package var iterations: UInt64
  /// Iterations that were broken off when their graceful stop was over.
  package var interruptedIterations: UInt64
  /// Iterations that did not begin: no virtual user was free, or their load's time was over.
  package var droppedIterations: UInt64

  /// Makes a summary without requests.
  package init(
    status: Status, digest: UInt64, events: UInt64, end: SimTime, wallSeconds: Double
  ) {
    self.status = status
    self.digest = digest
    self.events = events
    self.end = end
    self.wallSeconds = wallSeconds
    sent = 0
    answered = 0
    failed = 0
    unfinished = 0
    iterations = 0
    interruptedIterations = 0
    droppedIterations = 0
  }
}
